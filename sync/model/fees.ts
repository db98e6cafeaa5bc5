import type { Theme } from './theme.ts'

/** One matter's fee. Money is counted in fen: no rounding can lose any. */
export interface Fee {
  readonly matterId: string
  readonly name: string
  readonly amountFen: number
  /** 收费依据, where the catalogue names it. */
  readonly basis?: string | undefined
}

/** 收费: what these matters of a theme cost; free matters are not in it. */
export function feesOf(theme: Pick<Theme, 'matters'>, matterIds: readonly string[]): readonly Fee[] {
  return theme.matters.flatMap((matter) => {
    const amountFen = Math.round(matter.feeYuan * 100)
    return amountFen === 0 || !matterIds.includes(matter.id)
      ? []
      : [{ matterId: matter.id, name: matter.name, amountFen, basis: matter.feeBasis }]
  })
}

/** The whole in fen. */
export function totalFen(fees: readonly Fee[]): number {
  return fees.reduce((sum, fee) => sum + fee.amountFen, 0)
}

/** An amount as people write it: 80, 80.5 → `80.50`. */
export function yuanText(amountFen: number): string {
  return amountFen % 100 === 0 ? String(amountFen / 100) : (amountFen / 100).toFixed(2)
}
