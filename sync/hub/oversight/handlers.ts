import type { TypedHandlers } from '../handlers.ts'
import { checkTimeLimits, type ClockParts, listTimeLimits } from './time-cards.ts'

type OversightHandlers = Pick<TypedHandlers, 'listTimeLimits' | 'checkTimeLimits'>

/** The hub's answer to what a supervisor and the departments ask of it. */
export function oversightHandlers(parts: ClockParts): OversightHandlers {
  return {
    listTimeLimits: ({ query }) =>
      listTimeLimits(parts, {
        state: query['state'] === 'ended' ? 'ended' : 'open',
        limit: Number(query['limit']),
      }),
    checkTimeLimits: () => checkTimeLimits(parts, 'staff'),
  }
}
