import type { DeviceError } from '#devices/contract'

/**
 * An open link to a device: bytes in, bytes out, nothing else.
 *
 *     adapter ── write(bytes) ──▶ transport ──▶ serial line, socket, HID reports
 *     adapter ◀── onData(bytes) ── transport ◀──
 *     adapter ◀── onClose(reason) ── once, when either side ends it
 */
export interface ByteTransport {
  /** The address as a technician knows it, for messages. */
  readonly name: string
  readonly closed: boolean
  /** Resolves when the operating system has taken the bytes. @throws DeviceError `device.disconnected` */
  write(bytes: Uint8Array): Promise<void>
  /** Chunks as they come, cut anywhere. @returns a function that ends listening */
  onData(listener: (bytes: Uint8Array) => void): () => void
  /**
   * Called exactly once, at once if the link is already closed; `null` when {@link close} was called on this side.
   * @returns a function that ends listening
   */
  onClose(listener: (reason: DeviceError | null) => void): () => void
  /** Ends the link; never rejects, may be called again. */
  close(): Promise<void>
}

/** Opens a link. @throws DeviceError `device.open-failed`, `device.permission-denied`, `device.cancelled` */
export type TransportOpener = (signal: AbortSignal) => Promise<ByteTransport>

/** The listeners of one link, shared by every transport so that each closes exactly once. */
export class LinkListeners {
  readonly #data = new Set<(bytes: Uint8Array) => void>()
  readonly #close = new Set<(reason: DeviceError | null) => void>()
  #ended: { readonly reason: DeviceError | null } | null = null

  get closed(): boolean {
    return this.#ended !== null
  }

  /** Why the link ended; null while it is open and after an end from this side. */
  get reason(): DeviceError | null {
    return this.#ended?.reason ?? null
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    this.#data.add(listener)
    return () => this.#data.delete(listener)
  }

  onClose(listener: (reason: DeviceError | null) => void): () => void {
    if (this.#ended !== null) {
      listener(this.#ended.reason)
      return () => undefined
    }
    this.#close.add(listener)
    return () => this.#close.delete(listener)
  }

  data(bytes: Uint8Array): void {
    if (this.#ended === null) for (const listener of [...this.#data]) listener(bytes)
  }

  end(reason: DeviceError | null): void {
    if (this.#ended !== null) return
    this.#ended = { reason }
    for (const listener of [...this.#close]) listener(reason)
    this.#data.clear()
    this.#close.clear()
  }
}
