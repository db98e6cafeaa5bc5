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
  /** Prints, and tells how it ended; a second call while one is under way does nothing. */
  readonly print: (document: ReceiptDocument) => Promise<PrintState>
}

/** One receipt, notice or slip on its way to paper. It never says printed before the printer does. */
export function usePrintJob(): PrintJob {
  const devices = useDevices()
  const state = shallowRef<PrintState>({ kind: 'idle' })
  let copies = 0

  async function print(document: ReceiptDocument): Promise<PrintState> {
    if (state.value.kind === 'printing') return state.value
    state.value = { kind: 'printing' }
    try {
      const outcome = await devices.printReceipt(document)
      const verdict = printVerdict(outcome)
      if (verdict.kind === 'printed') copies += 1
      state.value = verdict.kind === 'printed' ? { ...verdict, copies, outcome } : { ...verdict, outcome }
    } catch (error) {
      state.value = { kind: 'failed', ...codeOf(error) }
    }
    return state.value
  }

  return { state, busy: computed(() => state.value.kind === 'printing'), print }
}

function codeOf(error: unknown): { code: string; message: string } {
  if (error instanceof ShellError) return { code: error.code, message: error.message }
  const code = (error as { code?: unknown } | null)?.code
  const message = error instanceof Error ? error.message : String(error)
  return { code: isDeviceErrorCode(code) ? code : 'device.internal', message }
}
