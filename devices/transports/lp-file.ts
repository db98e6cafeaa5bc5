import { constants, open, type FileHandle } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { LinkListeners, type ByteTransport } from './byte-transport.ts'
import { cancelled, disconnected, openError } from './open-errors.ts'

/** usblp tells nobody when a status byte has come; looking this often costs nothing that can be measured. */
const pollMs = 30
const readBytes = 512

/**
 * Opens a printer that the kernel shows as a character file, /dev/usb/lpN: what is written is printed, what the printer
 * answers is read (devices.md C4). Opened without blocking, since a printer with nothing to say would hold a thread.
 */
export async function openLpFile(path: string, signal: AbortSignal): Promise<ByteTransport> {
  const name = `lp:${path}`
  if (signal.aborted) throw cancelled(`opening ${name}`)
  let file: FileHandle
  try {
    file = await open(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch (error) {
    throw openError(name, error)
  }
  if (signal.aborted) {
    await file.close()
    throw cancelled(`opening ${name}`)
  }
  return new LpFileTransport(name, file)
}

class LpFileTransport implements ByteTransport {
  readonly name: string
  readonly #file: FileHandle
  readonly #listeners = new LinkListeners()
  readonly #reading: Promise<void>

  constructor(name: string, file: FileHandle) {
    this.name = name
    this.#file = file
    this.#reading = this.#readOn()
  }

  get closed(): boolean {
    return this.#listeners.closed
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      if (this.closed) throw disconnected(this.name, this.#listeners.reason ?? undefined)
      try {
        at += (await this.#file.write(bytes, at, bytes.length - at)).bytesWritten
      } catch (error) {
        if (!isBusy(error)) throw this.#lost(error)
        await wait(pollMs)
      }
    }
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    return this.#listeners.onData(listener)
  }

  onClose(listener: Parameters<ByteTransport['onClose']>[0]): () => void {
    return this.#listeners.onClose(listener)
  }

  async close(): Promise<void> {
    this.#listeners.end(null)
    await this.#reading
  }

  /** Reads until the link ends, then closes the file: a file closed under a read is somebody else's soon. */
  async #readOn(): Promise<void> {
    const buffer = new Uint8Array(readBytes)
    while (!this.closed) {
      try {
        const { bytesRead } = await this.#file.read(buffer, 0, readBytes, null)
        if (bytesRead > 0) this.#listeners.data(buffer.slice(0, bytesRead))
        else await wait(pollMs)
      } catch (error) {
        if (isBusy(error)) await wait(pollMs)
        else this.#lost(error)
      }
    }
    await this.#file.close().catch(() => undefined)
  }

  #lost(error: unknown): Error {
    const reason = disconnected(this.name, error)
    this.#listeners.end(reason)
    return reason
  }
}

/** Nothing to read, or no room to write, at this moment. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EINTR')
}
