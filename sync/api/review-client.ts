import type { Review } from '#sync/model'
import type { HubClient, HubResult } from './hub-client.ts'
import { operations } from './operations.ts'
import type { ReviewReceipt } from './review-schemas.ts'

/** 好差评: tells the hub what a citizen said. It may be repeated; the first review of a visit or case is the one that stands. */
export function sendReview(
  hub: HubClient,
  intakeId: string,
  review: Review,
  signal?: AbortSignal,
): Promise<HubResult<ReviewReceipt>> {
  const request = {
    method: 'POST',
    path: `/intakes/${intakeId}/reviews`,
    contentType: 'application/json',
    body: new TextEncoder().encode(JSON.stringify(review)),
  } as const
  return hub.ask(request, operations.recordReview.response, signal)
}
