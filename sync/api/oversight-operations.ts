import { type Operation, staffProblems } from './operation.ts'
import * as limits from './time-limit-schemas.ts'

/** 督办: what a supervisor and the departments ask of the hub. */
export const oversightOperations = {
  listTimeLimits: {
    operationId: 'listTimeLimits',
    method: 'GET',
    path: '/time-limits',
    summary: '红黄牌办件，红牌在前',
    access: 'staff',
    params: {},
    query: { state: limits.timeLimitStateSchema, limit: limits.timeLimitPageSchema },
    response: limits.timeLimitListSchema,
    problems: staffProblems,
  },
  checkTimeLimits: {
    operationId: 'checkTimeLimits',
    method: 'POST',
    path: '/time-limits/checks',
    summary: '立即核对时限，到期的发牌',
    access: 'staff',
    params: {},
    response: limits.timeLimitCheckSchema,
    problems: staffProblems,
  },
} as const satisfies Record<string, Operation>
