import type { Material, Matter } from './theme.ts'

/** A material on the notice, with the matters that need it. */
export interface NoticeMaterial {
  readonly material: Material
  readonly matters: readonly string[]
}

/** 一次告知: the exact list for this person's situation. */
export interface Notice {
  readonly matters: readonly Matter[]
  /** What the person must bring or sign. */
  readonly bring: readonly NoticeMaterial[]
  /** What need not be brought, because an authority holds it. */
  readonly held: readonly NoticeMaterial[]
  /** Working days along the longest chain of dependent matters (并联取最长, 串联相加). */
  readonly totalWorkingDays: number
  /** Matter ids along that chain. */
  readonly criticalPath: readonly string[]
  readonly feeYuan: number
}
