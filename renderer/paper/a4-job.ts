import { type DocumentPrinted, type DocumentProgress, isDeviceErrorCode } from '#devices/contract'
import { bridge, useDevices } from '#renderer/platform'
import { type PaperSheet, ShellError, valueOf } from '#shell/contract'
import { computed, type ComputedRef, shallowRef, type ShallowRef } from 'vue'

/** Where one A4 form stands. It is never called printed before the printer has said so. */
export type A4State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'drawing' }
  | { readonly kind: 'under-way'; readonly progress: DocumentProgress }
  | {
      readonly kind: 'printed'
      readonly printed: DocumentPrinted
      readonly copies: number
      /** Characters that are empty boxes on the paper. */
      readonly missing: readonly string[]
    }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly code: string }

export interface A4Job {
  readonly state: Readonly<ShallowRef<A4State>>
  readonly busy: ComputedRef<boolean>
  /** Draws and prints; a second call while one is under way does nothing. */
  readonly print: (sheet: PaperSheet) => Promise<A4State>
  /** Takes it back from the printer. What has come out stays out. */
  readonly cancel: () => void
}

/** One form on its way to the A4 printer. */
export function useA4Job(): A4Job {
  const devices = useDevices()
  const state = shallowRef<A4State>({ kind: 'idle' })
  const busy = computed(() => state.value.kind === 'drawing' || state.value.kind === 'under-way')
  let copies = 0
  let cancelling = new AbortController()

  async function print(sheet: PaperSheet): Promise<A4State> {
    if (busy.value) return state.value
    cancelling = new AbortController()
    state.value = { kind: 'drawing' }
    try {
      const { pdf, missing } = valueOf(await bridge().renderPaper(sheet))
      state.value = { kind: 'under-way', progress: { stage: 'sending', attention: null, pages: null } }
      const printed = await devices.printDocument(
        { pdf: Uint8Array.from(pdf), copies: 1, sides: 'one-sided', jobName: sheet.title },
        (progress) => {
          if (state.value.kind === 'under-way') state.value = { kind: 'under-way', progress }
        },
        cancelling.signal,
      )
      copies += 1
      state.value = { kind: 'printed', printed, copies, missing }
    } catch (error) {
      const code = codeOf(error)
      state.value = code === 'device.cancelled' ? { kind: 'cancelled' } : { kind: 'failed', code }
    }
    return state.value
  }

  return { state, busy, print, cancel: () => cancelling.abort() }
}

function codeOf(error: unknown): string {
  if (error instanceof ShellError) return error.code
  const code = (error as { code?: unknown } | null)?.code
  return isDeviceErrorCode(code) ? code : 'device.internal'
}
