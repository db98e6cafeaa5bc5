import { isDeviceErrorCode, type PrintOutcome, type ReceiptDocument } from '#devices/contract'
import { ShellError } from '#shell/contract'
import { computed, type ComputedRef, shallowRef, type ShallowRef } from 'vue'
import { useDevices } from '../devices.ts'
import { printVerdict } from './print-outcome.ts'

/** Where one piece of paper stands. */
export type PrintState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'printing' }
  /** The printer said afterwards that all is well. */
  | {
      readonly kind: 'printed'
      readonly paperLow: boolean
      readonly copies: number
      readonly outcome: PrintOutcome
    }
  /** The bytes went out, but the printer's word afterwards does not vouch for the paper. */
  | { readonly kind: 'doubtful'; readonly outcome: PrintOutcome }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }

export interface PrintJob {
  readonly state: Readonly<ShallowRef<PrintState>>
  readonly busy: ComputedRef<boolean>
  /**
   * Prints, and tells how it ended; a second call while one is under way does nothing. A document with a number is
   * printed once as an original: whenever one may be on paper already, the new one says 重打.
   */
  readonly print: (document: ReceiptDocument, history?: PrintHistory) => Promise<PrintState>
  /** Whether {@link print} would print a reprint now. */
  readonly isReprint: (document: ReceiptDocument, history?: PrintHistory) => boolean
}

/** What is known of a document's earlier papers: `perhaps` where this screen did not see the first printing. */
export type PrintHistory = 'never' | 'perhaps'

/** Failures that come before the first byte: no paper exists after them. */
const nothingPrinted = new Set([
  'receipt.paper-out',
  'receipt.cover-open',
  'receipt.offline',
  'device.not-configured',
  'device.open-failed',
  'device.permission-denied',
  'device.disconnected',
  'device.cancelled',
  'device.invalid-request',
])

/** One receipt, notice or slip on its way to paper. It never says printed before the printer does. */
export function usePrintJob(): PrintJob {
  const devices = useDevices()
  const state = shallowRef<PrintState>({ kind: 'idle' })
  /** Numbers of which this job has, or may have, put an original on paper. */
  const onPaper = shallowRef<ReadonlySet<string>>(new Set())
  let copies = 0

  function isReprint({ number }: ReceiptDocument, history: PrintHistory = 'never'): boolean {
    return number !== undefined && (history === 'perhaps' || onPaper.value.has(number))
  }

  function remember({ number }: ReceiptDocument): void {
    if (number !== undefined) onPaper.value = new Set([...onPaper.value, number])
  }

  async function print(document: ReceiptDocument, history: PrintHistory = 'never'): Promise<PrintState> {
    if (state.value.kind === 'printing') return state.value
    state.value = { kind: 'printing' }
    try {
      const outcome = await devices.printReceipt(document, { reprint: isReprint(document, history) })
      remember(document)
      const verdict = printVerdict(outcome)
      if (verdict.kind === 'printed') copies += 1
      state.value = verdict.kind === 'printed' ? { ...verdict, copies, outcome } : { ...verdict, outcome }
    } catch (error) {
      const failure = codeOf(error)
      if (!nothingPrinted.has(failure.code)) remember(document)
      state.value = { kind: 'failed', ...failure }
    }
    return state.value
  }

  return { state, busy: computed(() => state.value.kind === 'printing'), print, isReprint }
}

function codeOf(error: unknown): { code: string; message: string } {
  if (error instanceof ShellError) return { code: error.code, message: error.message }
  const code = (error as { code?: unknown } | null)?.code
  const message = error instanceof Error ? error.message : String(error)
  return { code: isDeviceErrorCode(code) ? code : 'device.internal', message }
}
