import { reviewSchema } from '#sync/model'
import { reviewEntry, type ReviewRecord } from '#sync/outbox'
import type { DeliveryStore } from '#sync/store'
import type { ReviewSaid } from './intake-desk.ts'

/**
 * 好差评: keeps in one strict transaction what a citizen said of an intake, with the outbox entry that tells the hub; once. What was said
 * first stays. Who declined has said so, and the hub is told nothing.
 */
export async function registerReview(
  parts: {
    readonly delivery: Pick<DeliveryStore, 'change'>
    readonly now: number
    readonly reviewId: string
  },
  intakeId: string,
  { answer, channel }: ReviewSaid,
): Promise<void> {
  const { delivery, now, reviewId } = parts
  const review: ReviewRecord =
    answer.outcome === 'declined'
      ? answer
      : {
          outcome: 'rated',
          review: reviewSchema.parse({
            reviewId,
            satisfaction: answer.satisfaction,
            reasons: [...answer.reasons],
            channel,
            at: new Date(now).toISOString(),
          }),
          state: 'waiting',
        }
  const entries = review.outcome === 'rated' ? [reviewEntry(intakeId, reviewId, now)] : []
  await delivery.change([intakeId], (record) => (record.review === null ? { ...record, review } : record), {
    putEntriesOnce: entries,
  })
}
