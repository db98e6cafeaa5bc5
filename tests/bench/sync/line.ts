import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** What went over the line since it was opened. */
export interface Traffic {
  readonly bytes: number
  readonly requests: number
}

const requestLine = /^(?:GET|PUT|POST|PATCH|HEAD|DELETE|OPTIONS) \S+ HTTP\/1\.1\r\n/

/**
 * The line between a page and its server: shut while intakes are stored, then opened, and counted in both directions
 * with all of HTTP. A request begins a chunk of its own here, as nobody pipelines.
 */
export class Line {
  readonly #target: number
  readonly #port: number
  #server: Server | null = null
  readonly #sockets = new Set<Socket>()
  #bytes = 0
  #requests = 0

  private constructor(target: number, port: number) {
    this.#target = target
    this.#port = port
  }

  /** A shut line to a port of this machine, on a port of its own. */
  static async to(target: number): Promise<Line> {
    const probe = createServer()
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
    const { port } = probe.address() as AddressInfo
    await new Promise((resolve) => probe.close(resolve))
    return new Line(target, port)
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get traffic(): Traffic {
    return { bytes: this.#bytes, requests: this.#requests }
  }

  async open(): Promise<void> {
    const server = createServer((near) => this.#join(near))
    this.#server = server
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.#port, '127.0.0.1', resolve)
    })
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    const server = this.#server
    this.#server = null
    if (server !== null) await new Promise((resolve) => server.close(resolve))
  }

  #join(near: Socket): void {
    const far = connect(this.#target, '127.0.0.1')
    near.setNoDelay(true)
    far.setNoDelay(true)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one)
      one.on('data', (chunk: Buffer) => {
        this.#bytes += chunk.byteLength
        if (one === near && requestLine.test(chunk.subarray(0, 512).toString('latin1'))) this.#requests += 1
      })
      one.on('error', () => undefined)
      one.on('close', () => {
        this.#sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  }
}
