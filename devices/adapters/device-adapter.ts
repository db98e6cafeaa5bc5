import type {
  AdapterName,
  AttentionReason,
  DeviceConfigOf,
  DeviceError,
  DeviceKind,
  DocumentProgress,
  OperationInput,
  OperationName,
  OperationOutput,
  ScannedCode,
} from '#devices/contract'

/** What a working device says of itself between operations; the runtime turns it into a state. */
export type DeviceCondition =
  { readonly ok: true } | { readonly ok: false; readonly reason: AttentionReason; readonly usable: boolean }

/** Positions in a chunk of bytes that hold nothing of a person, by the protocol and not by chance. */
export type ClearBytes = readonly number[]

/** Where an adapter's frames are noted. Whatever is not declared clear is hidden before it is kept. */
export interface DeviceTrace {
  frame(direction: 'out' | 'in', bytes: Uint8Array, clear: ClearBytes): void
}

/** What an adapter may tell the one who opened it. */
export interface AdapterContext {
  readonly onCondition: (condition: DeviceCondition) => void
  readonly onProgress: (percent: number) => void
  readonly onCardDetected: () => void
  /** Told once a reading, when a check finds its card still lying there. */
  readonly onCardLeft: () => void
  readonly onDocument: (progress: DocumentProgress) => void
  /** A code that no operation was waiting for. */
  readonly onCode: (code: ScannedCode) => void
  /** What was scanned while nobody waited could not be taken for a code. */
  readonly onCodeRefused: (reason: DeviceError) => void
  /** Absent where nobody keeps a log. */
  readonly trace?: DeviceTrace
}

/** A device that has been opened and has answered. */
export interface OpenDevice {
  /** For technicians: what the device said of itself. */
  readonly detail: string
  /** What this one can be asked, where that is less than its kind can. */
  readonly capabilities?: readonly OperationName[]
  /** @throws DeviceError; never anything else for what a device or a cable can do */
  invoke<O extends OperationName>(
    operation: O,
    input: OperationInput<O>,
    signal: AbortSignal,
  ): Promise<OperationOutput<O>>
  /** Asks the device whether it is well, when it has nothing else to do. @throws DeviceError if it is not there */
  check(signal: AbortSignal): Promise<void>
  /** Called once when the link breaks; never after {@link close}. */
  onLost(listener: (reason: DeviceError) => void): void
  /** Ends the link; never rejects. Operations in flight reject first. */
  close(): Promise<void>
}

/** One protocol: how its devices are opened. */
export interface DeviceAdapter<A extends AdapterName = AdapterName> {
  readonly name: A
  readonly kind: DeviceKind
  /** @throws DeviceError if the device is not there or not well enough to work at all */
  open(config: DeviceConfigOf<A>, context: AdapterContext, signal: AbortSignal): Promise<OpenDevice>
}

/** A context for callers that want none of it. */
export const quietContext: AdapterContext = {
  onCondition: () => undefined,
  onProgress: () => undefined,
  onCardDetected: () => undefined,
  onCardLeft: () => undefined,
  onDocument: () => undefined,
  onCode: () => undefined,
  onCodeRefused: () => undefined,
}
