import { stat } from 'node:fs/promises'
import type { SerialFlow } from '#devices/contract'
import type { SerialPort } from 'serialport'
import { LinkListeners, type ByteTransport } from './byte-transport.ts'
import { cancelled, disconnected, openError } from './open-errors.ts'

/**
 * Opens a serial line, 8 data bits, no parity, one stop bit. Modem lines are never read or set here: ptys and some USB
 * converters refuse them (devices.md H). Flow control, where the configuration asks for it, is the driver's affair.
 */
export async function openSerial(
  path: string,
  baudRate: number,
  signal: AbortSignal,
  flow?: SerialFlow,
): Promise<ByteTransport> {
  const name = `serial:${path}`
  if (signal.aborted) throw cancelled(`opening ${name}`)
  // Loaded on first use: a terminal with network devices only never loads the native binding.
  const { SerialPort: Port } = await import('serialport')
  const port = new Port({
    path,
    baudRate,
    autoOpen: false,
    ...(flow === 'xonxoff' ? { xon: true, xoff: true } : {}),
    ...(flow === 'rtscts' ? { rtscts: true } : {}),
  })
  await new Promise<void>((resolve, reject) => {
    port.open((error) => {
      if (error) reject(openError(name, error))
      else resolve()
    })
  })
  if (signal.aborted) {
    await closePort(port)
    throw cancelled(`opening ${name}`)
  }
  return new SerialTransport(name, port, await nodeOf(path))
}

/** Two looks at whether an open line's device node is still the same. */
const lookEveryMs = 2_000

/** Names the device node at a path; null where there is none, and where devices have no nodes (Windows). */
async function nodeOf(path: string): Promise<string | null> {
  if (!path.startsWith('/')) return null
  return stat(path).then(
    ({ ino, rdev }) => `${String(ino)}/${String(rdev)}`,
    () => null,
  )
}

class SerialTransport implements ByteTransport {
  readonly name: string
  readonly #port: SerialPort
  readonly #listeners = new LinkListeners()

  /** @param node what its path leads to; null where that cannot be told */
  constructor(name: string, port: SerialPort, node: string | null) {
    this.name = name
    this.#port = port
    if (node !== null) this.#watch(node)
    port.on('data', (bytes: Buffer) => {
      this.#listeners.data(Uint8Array.from(bytes))
    })
    port.on('close', (error: Error | null) => {
      this.#listeners.end(disconnected(name, error ?? undefined))
    })
    port.on('error', (error: Error) => {
      this.#listeners.end(disconnected(name, error))
      void closePort(port)
    })
  }

  /**
   * The driver's word that a line is gone does not always come (a pulled pty has been seen to stay silent), and a pad that
   * only speaks when it is touched would be waited for to the end.
   */
  #watch(node: string): void {
    const timer = setInterval(() => {
      void nodeOf(this.#port.path).then((now) => {
        if (now === node || this.closed) return
        this.#listeners.end(disconnected(this.name))
        void closePort(this.#port)
      })
    }, lookEveryMs)
    timer.unref()
    this.#listeners.onClose(() => clearInterval(timer))
  }

  get closed(): boolean {
    return this.#listeners.closed
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.closed) throw disconnected(this.name, this.#listeners.reason ?? undefined)
    await new Promise<void>((resolve, reject) => {
      // A write to a line whose other end is gone may never call back; the close does.
      const stopWatching = this.#listeners.onClose(() => {
        reject(disconnected(this.name))
      })
      this.#port.write(Buffer.from(bytes), (error) => {
        stopWatching()
        if (error) reject(disconnected(this.name, error))
        else resolve()
      })
    })
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    return this.#listeners.onData(listener)
  }

  onClose(listener: Parameters<ByteTransport['onClose']>[0]): () => void {
    return this.#listeners.onClose(listener)
  }

  async close(): Promise<void> {
    this.#listeners.end(null)
    await closePort(this.#port)
  }
}

function closePort(port: SerialPort): Promise<void> {
  if (!port.isOpen) return Promise.resolve()
  return new Promise((resolve) => {
    port.close(() => {
      resolve()
    })
  })
}
