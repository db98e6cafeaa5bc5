import { reviewSchema } from '#sync/model'
import { type Operation, staffProblems, terminalProblems } from './operation.ts'
import * as reviews from './review-schemas.ts'
import { intakeIdSchema } from './schemas.ts'
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
  recordReview: {
    operationId: 'recordReview',
    method: 'POST',
    path: '/intakes/{intakeId}/reviews',
    summary: '好差评：登记群众的评价，一次一评，先到的为准',
    access: 'terminal',
    params: { intakeId: intakeIdSchema },
    request: reviewSchema,
    response: reviews.reviewAnswerSchema,
    problems: [...terminalProblems, 'intake-unknown', 'not-found'],
  },
  listReviews: {
    operationId: 'listReviews',
    method: 'GET',
    path: '/reviews',
    summary: '好差评统计和差评整改任务',
    access: 'staff',
    params: {},
    query: { days: reviews.reviewDaysSchema },
    response: reviews.reviewListSchema,
    problems: staffProblems,
  },
  followUpReview: {
    operationId: 'followUpReview',
    method: 'POST',
    path: '/reviews/{reviewId}/follow-ups',
    summary: '登记差评的核实和整改',
    access: 'staff',
    params: { reviewId: reviews.reviewIdSchema },
    request: reviews.followUpSchema,
    response: reviews.badReviewSchema,
    problems: [...staffProblems, 'not-found', 'review-not-open'],
  },
} as const satisfies Record<string, Operation>
