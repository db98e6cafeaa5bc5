import { a4Steps } from './a4-steps.ts'
import { deliverySteps } from './delivery-steps.ts'
import { formSteps } from './form-steps.ts'
import { guideSteps } from './guide-steps.ts'
import type { JourneyStep } from './journey.ts'
import { materialSteps } from './material-steps.ts'

/** 主任务: a birth is taken in, offline, from real devices, and reaches the hub. In order; each step needs those before it. */
export const mainJobSteps: readonly JourneyStep[] = [
  ...guideSteps,
  ...formSteps,
  ...materialSteps,
  ...deliverySteps,
  ...a4Steps,
]
