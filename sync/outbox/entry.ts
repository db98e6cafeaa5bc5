import { z } from 'zod'

/** Why the last attempt failed, without personal data: what the status screen and a technician are told. */
export const entryProblemSchema = z.strictObject({
  class: z.enum(['retry', 'park', 'refuse']),
  /** A code of the message catalogue. */
  code: z.string(),
  /** HTTP status, or 0 when there was no answer. */
  status: z.int().min(0),
  /** Device time, milliseconds since 1970. */
  at: z.number(),
})
export type EntryProblem = z.infer<typeof entryProblemSchema>

/**
 * One undelivered operation. An intake has one `announce`, one `part` for each sealed part and one `commit`, in this
 * order; the rows are written in the transaction of the submission and each is removed only when the hub has answered.
 * A `withdraw` may follow, however long after, a `pick-up` for each time that results were collected, and a `review`: they go when
 * nothing of the intake is before them any more.
 */
export const outboxEntrySchema = z.strictObject({
  /** `intakeId/announce`, `intakeId/part/partId`, `intakeId/commit`, `intakeId/withdraw`, `intakeId/pick-up/pickUpId` or `intakeId/review`. */
  entryId: z.string(),
  intakeId: z.uuid(),
  kind: z.enum(['announce', 'part', 'commit', 'withdraw', 'pick-up', 'review']),
  partId: z.string().nullable(),
  /** Place within the intake; the smallest goes first. */
  order: z.int().min(0),
  /** Bytes of the part's ciphertext; 0 for the others. */
  size: z.int().min(0),
  /** Sent as `Idempotency-Key`: a repeat gets the first answer. */
  idempotencyKey: z.uuid(),
  /** `refused`: the hub has said no for good; a person decides. */
  state: z.enum(['pending', 'refused']),
  attempts: z.int().min(0),
  /** Device time, milliseconds since 1970. */
  nextAttemptAt: z.number(),
  /** Device time at which `nextAttemptAt` was chosen: tells a clock that was set back. */
  scheduledAt: z.number(),
  lastProblem: entryProblemSchema.nullable(),
})
export type OutboxEntry = z.infer<typeof outboxEntrySchema>

/** What {@link entriesFor} needs to know of a sealed packet. */
export interface PacketShape {
  readonly intakeId: string
  readonly parts: readonly { readonly id: string; readonly size: number }[]
}

const commitOrder = 1_000_000
const withdrawOrder = 2_000_000
const pickUpOrder = 3_000_000
const reviewOrder = 4_000_000

/** What delivers the intake itself; the rest of its entries only follow it. */
export function delivers(entry: Pick<OutboxEntry, 'kind'>): boolean {
  return entry.kind !== 'withdraw' && entry.kind !== 'pick-up' && entry.kind !== 'review'
}

/** 撤回, to be sent after all that delivers the intake. @param now device time in milliseconds */
export function withdrawEntry(intakeId: string, idempotencyKey: string, now: number): OutboxEntry {
  return {
    entryId: `${intakeId}/withdraw`,
    intakeId,
    kind: 'withdraw',
    partId: null,
    order: withdrawOrder,
    size: 0,
    idempotencyKey,
    state: 'pending',
    attempts: 0,
    nextAttemptAt: now,
    scheduledAt: now,
    lastProblem: null,
  }
}

/** 取件签收, to be sent after all that is before it. @param now device time in milliseconds */
export function pickUpEntry(intakeId: string, pickUpId: string, now: number): OutboxEntry {
  return {
    ...withdrawEntry(intakeId, pickUpId, now),
    entryId: `${intakeId}/pick-up/${pickUpId}`,
    kind: 'pick-up',
    order: pickUpOrder,
  }
}

/** 好差评, to be sent after all that is before it. @param now device time in milliseconds */
export function reviewEntry(intakeId: string, reviewId: string, now: number): OutboxEntry {
  return {
    ...withdrawEntry(intakeId, reviewId, now),
    entryId: `${intakeId}/review`,
    kind: 'review',
    order: reviewOrder,
  }
}

/**
 * The operations that deliver one packet.
 * @param now device time in milliseconds; all are due at once.
 * @param newKey makes an idempotency key (a UUID).
 */
export function entriesFor(packet: PacketShape, now: number, newKey: () => string): OutboxEntry[] {
  const entry = (
    kind: OutboxEntry['kind'],
    name: string,
    order: number,
    partId: string | null = null,
    size = 0,
  ): OutboxEntry => ({
    entryId: `${packet.intakeId}/${name}`,
    intakeId: packet.intakeId,
    kind,
    partId,
    order,
    size,
    idempotencyKey: newKey(),
    state: 'pending',
    attempts: 0,
    nextAttemptAt: now,
    scheduledAt: now,
    lastProblem: null,
  })
  return [
    entry('announce', 'announce', 0),
    ...packet.parts.map((part, index) => entry('part', `part/${part.id}`, index + 1, part.id, part.size)),
    entry('commit', 'commit', commitOrder),
  ]
}

/** The entries by intake, each list in sending order. */
export function byIntake(entries: Iterable<OutboxEntry>): Map<string, OutboxEntry[]> {
  const lists = new Map<string, OutboxEntry[]>()
  for (const entry of entries) {
    const list = lists.get(entry.intakeId)
    if (list === undefined) lists.set(entry.intakeId, [entry])
    else list.push(entry)
  }
  for (const list of lists.values()) list.sort((a, b) => a.order - b.order)
  return lists
}
