import type { IntakeDetail } from '#renderer/workers'
import { isAdverse } from '#sync/model'
import type { CaseRow } from './case-rows.ts'

/** How the results of an intake stand as a whole. */
export interface ResultSummary {
  /** Result papers that can be handed over now. */
  readonly here: number
  /** Cases that wait in vain for another. */
  readonly blocked: number
  /** Cases that a department still works on. */
  readonly working: number
  /** Cases that ended without what was applied for. */
  readonly refused: number
  /** How the applicant wants to have the results. */
  readonly choice: 'pickup' | 'post' | 'electronic' | 'none'
}

const ended = new Set(['completed', 'rejected', 'withdrawn'])

/** 部分办结 told as it is: what is here, what is still being worked on, what was refused. */
export function summariseResults(
  { cases, inHall, intake }: IntakeDetail,
  rows: readonly Pick<CaseRow, 'blockedBy'>[],
): ResultSummary {
  const blocked = rows.filter(({ blockedBy }) => blockedBy.length > 0).length
  const method = Object.entries(intake.values).find(([field]) => field.endsWith('.deliveryMethod'))?.[1].value
  return {
    here: inHall.length,
    blocked,
    working: cases.filter(({ status }) => !ended.has(status)).length - blocked,
    refused: cases.filter(({ result }) => result !== null && isAdverse(result.outcome)).length,
    choice: method === 'pickup' || method === 'post' || method === 'electronic' ? method : 'none',
  }
}
