import { param, sender, type TypedHandlers } from '../handlers.ts'
import { followUpReview, listReviews, recordReview } from '../reviews/reviews.ts'
import { checkTimeLimits, type ClockParts, listTimeLimits } from './time-cards.ts'

type OversightHandlers = Pick<
  TypedHandlers,
  'listTimeLimits' | 'checkTimeLimits' | 'recordReview' | 'listReviews' | 'followUpReview'
>

/** The hub's answer to what a supervisor and the departments ask of it. */
export function oversightHandlers(parts: ClockParts): OversightHandlers {
  return {
    listTimeLimits: ({ query }) =>
      listTimeLimits(parts, {
        state: query['state'] === 'ended' ? 'ended' : 'open',
        limit: Number(query['limit']),
      }),
    checkTimeLimits: () => checkTimeLimits(parts, 'staff'),
    recordReview: (call) =>
      recordReview(parts.database, sender(call).terminalId, param(call, 'intakeId'), call.body),
    listReviews: ({ query }) => listReviews(parts, Number(query['days'])),
    followUpReview: (call) => followUpReview(parts, param(call, 'reviewId'), call.body),
  }
}
