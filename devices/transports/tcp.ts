import { connect, type Socket } from 'node:net'
import { DeviceError } from '#devices/contract'
import { LinkListeners, type ByteTransport } from './byte-transport.ts'
import { cancelled, disconnected, openError } from './open-errors.ts'

const connectTimeoutMs = 5000

/** Opens a TCP connection to a network printer or a serial server. */
export function openTcp(host: string, port: number, signal: AbortSignal): Promise<ByteTransport> {
  const name = `tcp:${host}:${String(port)}`
  if (signal.aborted) return Promise.reject(cancelled(`opening ${name}`))
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 })
    const settle = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      socket.off('error', fail)
    }
    const fail = (error: Error): void => {
      settle()
      // A late error of a socket that nobody holds must not reach the process.
      socket.on('error', () => undefined)
      socket.destroy()
      reject(error instanceof DeviceError ? error : openError(name, error))
    }
    const abort = (): void => {
      fail(cancelled(`opening ${name}`))
    }
    const timer = setTimeout(() => {
      fail(new Error(`no connection after ${String(connectTimeoutMs)} ms`))
    }, connectTimeoutMs)
    signal.addEventListener('abort', abort)
    socket.once('error', fail)
    socket.once('connect', () => {
      settle()
      resolve(new TcpTransport(name, socket))
    })
  })
}

/** Whether somebody serves at this port; the connection is closed at once. @throws DeviceError `device.open-failed` */
export async function openTcpProbe(host: string, port: number, signal: AbortSignal): Promise<void> {
  await (await openTcp(host, port, signal)).close()
}

class TcpTransport implements ByteTransport {
  readonly name: string
  readonly #socket: Socket
  readonly #listeners = new LinkListeners()
  #error: Error | undefined

  constructor(name: string, socket: Socket) {
    this.name = name
    this.#socket = socket
    socket.on('data', (bytes) => {
      this.#listeners.data(Uint8Array.from(bytes))
    })
    socket.on('error', (error) => {
      this.#error = error
    })
    socket.on('close', () => {
      this.#listeners.end(disconnected(name, this.#error))
    })
  }

  get closed(): boolean {
    return this.#listeners.closed
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.closed) throw disconnected(this.name, this.#listeners.reason ?? undefined)
    await new Promise<void>((resolve, reject) => {
      const stopWatching = this.#listeners.onClose(() => {
        reject(disconnected(this.name))
      })
      this.#socket.write(bytes, (error) => {
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
    if (this.#socket.closed) return
    await new Promise<void>((resolve) => {
      this.#socket.once('close', () => {
        resolve()
      })
      this.#socket.destroy()
    })
  }
}
