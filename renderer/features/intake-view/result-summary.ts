import type { IntakeDetail } from '#renderer/workers'
import { isAdverse } from '#sync/model'

/** How the results of an intake stand as a whole. */
export interface ResultSummary {
  /** Result papers that can be handed over now. */
  readonly here: number
  /** Cases that no department has finished. */
  readonly working: number
  /** Cases that ended without what was applied for. */
  readonly refused: number
  /** How the applicant wants to have the results. */
  readonly choice: 'pickup' | 'post' | 'electronic' | 'none'
}

const ended = new Set(['completed', 'rejected', 'withdrawn'])

/** 部分办结 told as it is: what is here, what is still being worked on, what was refused. */
export function summariseResults({ cases, inHall, intake }: IntakeDetail): ResultSummary {
  const method = Object.entries(intake.values).find(([field]) => field.endsWith('.deliveryMethod'))?.[1].value
  return {
    here: inHall.length,
    working: cases.filter(({ status }) => !ended.has(status)).length,
    refused: cases.filter(({ result }) => result !== null && isAdverse(result.outcome)).length,
    choice: method === 'pickup' || method === 'post' || method === 'electronic' ? method : 'none',
  }
}
