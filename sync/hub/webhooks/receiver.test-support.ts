import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** How the inbox answers the next calls. */
export const manners = [
  'take',
  'garbage',
  'redirect',
  'half',
  'drop',
  'silent',
  'endless',
  'refuse',
  'busy',
  'take-and-drop',
] as const
export type Manner = (typeof manners)[number]

const toldSchema = z.strictObject({
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
})
type Told = z.infer<typeof toldSchema>

/** The inbox's word that it has taken an order, behind all that it had to tell before. */
const heard = 'heard'

/** A department's inbox in a process of its own, which answers as it is told to. */
export class Receiver {
  readonly #child: ChildProcess
  /** All calls, in the order in which they came. */
  readonly calls: Told[] = []
  readonly #waiting: (() => void)[] = []
  port = 0

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  static async start(): Promise<Receiver> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(import.meta.url), 'as-receiver'],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    )
    const receiver = new Receiver(child)
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
    receiver.port = await new Promise<number>((resolve) =>
      lines.once('line', (line) => resolve(Number(line))),
    )
    lines.on('line', (line) => {
      if (line === heard) receiver.#waiting.shift()?.()
      else receiver.calls.push(toldSchema.parse(JSON.parse(line)))
    })
    return receiver
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${String(this.port)}/inbox?hall=1`)
  }

  /** The next calls are answered in these ways, one each; then again by `take`. Resolves when the inbox knows. */
  behave(...next: readonly Manner[]): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      this.#child.stdin?.write(`${JSON.stringify(next)}\n`)
    })
  }

  /** Resolves when all that the inbox has answered stands in {@link calls}: its word comes through a pipe of its own. */
  caughtUp(): Promise<void> {
    return this.behave()
  }

  /** What the department keeps: each id once, in the order in which it came first. */
  get kept(): unknown[] {
    const byId = new Map<string, unknown>()
    for (const { body } of this.calls) {
      const event = z.looseObject({ deliveryId: z.string() }).parse(JSON.parse(body))
      if (!byId.has(event.deliveryId)) byId.set(event.deliveryId, event)
    }
    return [...byId.values()]
  }

  end(): void {
    this.#child.kill()
  }
}

const good = 'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n'
const answers: Readonly<Record<Manner, (socket: Socket, port: number) => void>> = {
  take: (socket) => void socket.end(good),
  garbage: (socket) => void socket.end('\u0000\u0001 not HTTP at all'),
  redirect: (socket, port) =>
    void socket.end(
      `HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:${String(port)}/elsewhere\r\nContent-Length: 0\r\n\r\n`,
    ),
  half: (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of'),
  drop: (socket) => void socket.destroy(),
  silent: () => undefined,
  endless: (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    const more = (): void => void (socket.writable && socket.write('x'.repeat(8_192), more))
    more()
  },
  refuse: (socket) => void socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'),
  busy: (socket) => void socket.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n'),
  'take-and-drop': (socket) => void socket.destroy(),
}

function serve(): void {
  const next: Manner[] = []
  createInterface({ input: process.stdin }).on('line', (line) => {
    next.push(...z.array(z.enum(manners)).parse(JSON.parse(line)))
    process.stdout.write(`${heard}\n`)
  })
  const server = createServer((socket) => {
    let text = ''
    let answered = false
    socket.on('error', () => undefined)
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      const [head, body] = text.split('\r\n\r\n')
      const size = /content-length: (\d+)/i.exec(head ?? '')?.[1]
      if (answered || body === undefined || Buffer.byteLength(body) < Number(size)) return
      answered = true
      const [first = '', ...fields] = (head ?? '').split('\r\n')
      const headers = Object.fromEntries(
        fields.map((field) => {
          const at = field.indexOf(':')
          return [field.slice(0, at).toLowerCase(), field.slice(at + 1).trim()]
        }),
      )
      process.stdout.write(`${JSON.stringify({ path: first.split(' ')[1] ?? '', headers, body })}\n`)
      const address = server.address()
      answers[next.shift() ?? 'take'](socket, typeof address === 'object' ? (address?.port ?? 0) : 0)
    })
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (typeof address === 'object') process.stdout.write(`${String(address?.port)}\n`)
  })
}

if (process.argv[2] === 'as-receiver') serve()
