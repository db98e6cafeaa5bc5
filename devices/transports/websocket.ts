import { WebSocket } from 'ws'
import type { DeviceError } from '#devices/contract'
import { LinkListeners } from './byte-transport.ts'
import { cancelled, disconnected, openError } from './open-errors.ts'

const connectTimeoutMs = 5000
/** No message of a device on the counter is longer. */
const maxMessageBytes = 64 * 1024

/** An open link that carries whole text messages. */
export interface MessageLink {
  readonly name: string
  readonly closed: boolean
  /** Resolves when the operating system has taken it. @throws DeviceError `device.disconnected` */
  send(text: string): Promise<void>
  onMessage(listener: (text: string) => void): () => void
  /** As `ByteTransport.onClose`. */
  onClose(listener: (reason: DeviceError | null) => void): () => void
  close(): Promise<void>
}

/** Connects to a WebSocket server on the counter or the hall's network. @throws DeviceError `device.open-failed` */
export function openWebSocket(url: string, signal: AbortSignal): Promise<MessageLink> {
  if (signal.aborted) return Promise.reject(cancelled(`opening ${url}`))
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      handshakeTimeout: connectTimeoutMs,
      maxPayload: maxMessageBytes,
      followRedirects: false,
      perMessageDeflate: false,
    })
    // Made before it is open: a greeting may come in the same packet as the handshake.
    const link = new WebSocketLink(url, socket)
    const settle = (): void => {
      signal.removeEventListener('abort', abort)
      socket.off('error', fail)
    }
    const fail = (error: Error): void => {
      settle()
      socket.terminate()
      reject(openError(url, error))
    }
    const abort = (): void => {
      settle()
      socket.terminate()
      reject(cancelled(`opening ${url}`))
    }
    signal.addEventListener('abort', abort)
    socket.once('error', fail)
    socket.once('open', () => {
      settle()
      resolve(link)
    })
  })
}

class WebSocketLink implements MessageLink {
  readonly name: string
  readonly #socket: WebSocket
  readonly #listeners = new LinkListeners()
  readonly #taking = new Set<(text: string) => void>()
  /** What came before anybody listened. */
  #early: string[] = []
  #error: Error | undefined

  constructor(name: string, socket: WebSocket) {
    this.name = name
    this.#socket = socket
    socket.on('message', (data, isBinary) => {
      if (isBinary) return
      const text = (data as Buffer).toString('utf8')
      if (this.#taking.size === 0) this.#early.push(text)
      for (const take of [...this.#taking]) take(text)
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

  send(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.closed) {
        reject(disconnected(this.name))
        return
      }
      this.#socket.send(text, (error) => {
        if (error) reject(disconnected(this.name, error))
        else resolve()
      })
    })
  }

  onMessage(listener: (text: string) => void): () => void {
    this.#taking.add(listener)
    for (const text of this.#early.splice(0)) listener(text)
    return () => this.#taking.delete(listener)
  }

  onClose(listener: (reason: DeviceError | null) => void): () => void {
    return this.#listeners.onClose(listener)
  }

  async close(): Promise<void> {
    this.#listeners.end(null)
    if (this.#socket.readyState === WebSocket.CLOSED) return
    await new Promise<void>((resolve) => {
      this.#socket.once('close', () => {
        resolve()
      })
      this.#socket.terminate()
    })
  }
}
