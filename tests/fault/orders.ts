/** What the page is to do next; it finds it in `order.json` beside itself and does each number once. */
export interface Order {
  readonly number: number
  /** Intakes to take in; drafts that an earlier start left are submitted in any case. */
  readonly intakes: number
  readonly scans: number
  readonly scanBytes: number
  /** Presses 立即同步 until nothing waits, as an impatient clerk does. */
  readonly hurry: boolean
  readonly account: { readonly id: string; readonly password: string }
}

/** What the page says, a line each. An intake is named before it is submitted, so that nothing is known too late. */
export type Said =
  | { readonly kind: 'opened'; readonly restored: number; readonly damaged: number; readonly pending: number }
  | {
      readonly kind: 'submitting'
      readonly intakeId: string
      readonly mark: string
      readonly scans: string[]
    }
  | { readonly kind: 'acknowledged'; readonly intakeId: string; readonly receiptNumber: string }
  | { readonly kind: 'refused'; readonly intakeId: string | null; readonly code: string }
  | { readonly kind: 'waiting'; readonly state: string }
  | { readonly kind: 'done'; readonly order: number }
  | { readonly kind: 'settled'; readonly order: number }
  | { readonly kind: 'failed'; readonly reason: string }

/** What stands before a line of the page on the console. */
export const saidMark = 'FAULT '
