import type { ScannedPage } from '#devices/contract'
import { errorCodeOf } from '#renderer/messages'
import { bridge, useDevices } from '#renderer/platform'
import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'
import type { TakenPage } from './use-material-work.ts'

/** Where a scan stands; at most one at a time. */
export type ScanState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'scanning'
      readonly materialId: string
      readonly percent: number | null
      /** From the feeder: pages that have come so far. */
      readonly pages?: number
    }
  | { readonly kind: 'cancelled'; readonly materialId: string; readonly pages?: number }
  | { readonly kind: 'failed'; readonly materialId: string; readonly error: unknown }

export interface ScanControl {
  readonly state: Readonly<ShallowRef<ScanState>>
  /** One page from the flatbed; null when it was called off or failed: `state` then says which. */
  readonly scan: (materialId: string) => Promise<TakenPage | null>
  /**
   * Every sheet of the feeder, one after the other, both sides where the scanner reads both; each is kept by `take` before the next is drawn.
   * @returns whether it went through to the end; `state` says why not
   */
  readonly scanFeeder: (materialId: string, take: (page: TakenPage) => Promise<void>) => Promise<boolean>
  readonly fail: (materialId: string, error: unknown) => void
  readonly cancel: () => void
}

/** DA/T 31-2017: at least 200 dpi, 300 where print is small; seals and photographs in colour. */
const request = { source: 'flatbed', mode: 'color', dpi: 300 } as const

/** A feeder that says after this many sheets that there are more is not believed any longer. */
const mostSheets = 100

/** Scans for one material at a time; leaving the screen calls a running scan off. */
export function useScanning(): ScanControl {
  const devices = useDevices()
  const state = shallowRef<ScanState>({ kind: 'idle' })
  let aborter: AbortController | null = null
  let feeder: 'duplex' | 'feeder' = 'duplex'

  /** Backs that are blank are left out later, so both sides are read wherever that can be done. */
  async function nextSide(signal: AbortSignal): Promise<ScannedPage> {
    try {
      return await devices.scanPage({ ...request, source: feeder }, signal)
    } catch (error) {
      if (feeder === 'feeder' || errorCodeOf(error) !== 'scan.unsupported-option') throw error
      feeder = 'feeder'
      return devices.scanPage({ ...request, source: feeder }, signal)
    }
  }

  const stopListening = bridge().onDeviceEvent((event) => {
    if (event.type !== 'operation-progressed' || event.operation !== 'scan:page') return
    if (state.value.kind === 'scanning') state.value = { ...state.value, percent: Math.round(event.percent) }
  })

  async function scan(materialId: string): Promise<TakenPage | null> {
    if (state.value.kind === 'scanning') return null
    const own = new AbortController()
    aborter = own
    state.value = { kind: 'scanning', materialId, percent: null }
    try {
      const { mimeType: mediaType, ...page } = await devices.scanPage(request, own.signal)
      state.value = { kind: 'idle' }
      return { ...page, mediaType, origin: 'scanned' }
    } catch (error) {
      state.value = own.signal.aborted
        ? { kind: 'cancelled', materialId }
        : { kind: 'failed', materialId, error }
      return null
    } finally {
      if (aborter === own) aborter = null
    }
  }

  async function scanFeeder(materialId: string, take: (page: TakenPage) => Promise<void>): Promise<boolean> {
    if (state.value.kind === 'scanning') return false
    const own = new AbortController()
    aborter = own
    let pages = 0
    try {
      while (pages < mostSheets && !own.signal.aborted) {
        state.value = { kind: 'scanning', materialId, percent: null, pages }
        const { mimeType: mediaType, ...page } = await nextSide(own.signal)
        await take({ ...page, mediaType, origin: 'scanned' })
        pages += 1
      }
      state.value = own.signal.aborted ? { kind: 'cancelled', materialId, pages } : { kind: 'idle' }
    } catch (error) {
      // An empty feeder is how it ends, once there was something in it.
      const isDone = pages > 0 && errorCodeOf(error) === 'scan.no-documents'
      if (own.signal.aborted) state.value = { kind: 'cancelled', materialId, pages }
      else state.value = isDone ? { kind: 'idle' } : { kind: 'failed', materialId, error }
    } finally {
      if (aborter === own) aborter = null
    }
    return state.value.kind === 'idle'
  }

  onBeforeUnmount(() => {
    stopListening()
    aborter?.abort()
  })
  return {
    state,
    scan,
    scanFeeder,
    fail: (materialId, error) => (state.value = { kind: 'failed', materialId, error }),
    cancel: () => aborter?.abort(),
  }
}
