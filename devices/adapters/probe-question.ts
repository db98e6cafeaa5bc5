import type { AdapterName, DeviceKind } from '#devices/contract'

/** How to ask an unknown line whether a device of one protocol hangs on it. */
export interface ProbeQuestion {
  readonly name: string
  /** What goes into `terminal.yaml` if it does. */
  readonly entry: { readonly kind: DeviceKind; readonly adapter: AdapterName }
  /** Speeds to try on a serial line, the likeliest first. */
  readonly baudRates: readonly number[]
  /** Changes nothing on the device that it is meant for. */
  readonly request: Uint8Array
  readonly waitMs: number
  /** Whether what came back, all of it, is this device's answer. */
  readonly recognises: (bytes: Uint8Array) => boolean
}
