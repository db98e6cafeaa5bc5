import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { type KeptRow, Tables } from './strict-platform.test-support.ts'

/** How the platform answers the next calls. `take-…`: it has taken the batch, and says so badly or not at all. */
export const manners = [
  'take',
  'garbage',
  'not-json',
  'other-batch',
  'redirect',
  'half',
  'drop',
  'silent',
  'endless',
  'failed',
  'busy',
  'unauthorised',
  'refuse',
  'take-and-drop',
  'take-and-fail',
  'take-and-hang',
  'other-number',
] as const
export type Manner = (typeof manners)[number]

const orderSchema = z.strictObject({
  next: z.array(z.enum(manners)).default([]),
  /** From now on calls about a project whose number has this in it are answered in this way. */
  always: z.record(z.string(), z.enum(manners)).optional(),
})
const lineSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('call'),
    batch: z.string(),
    project: z.string(),
    answer: z.record(z.string(), z.unknown()),
    authorization: z.string(),
    manner: z.enum(manners),
  }),
  z.strictObject({
    type: z.literal('heard'),
    rows: z.array(z.object({ table: z.string(), row: z.record(z.string(), z.any()) })),
  }),
])
type Call = Extract<z.infer<typeof lineSchema>, { type: 'call' }>

/** A province's platform in a process of its own, which answers as it is told to. */
export class Platform {
  readonly #child: ChildProcess
  /** All calls, in the order in which they came. */
  readonly calls: Call[] = []
  readonly #waiting: ((rows: KeptRow[]) => void)[] = []
  port = 0

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  static async start(): Promise<Platform> {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(import.meta.url), 'as-platform'],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    )
    const platform = new Platform(child)
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
    platform.port = await new Promise<number>((resolve) =>
      lines.once('line', (line) => resolve(Number(line))),
    )
    lines.on('line', (line) => {
      const told = lineSchema.parse(JSON.parse(line))
      if (told.type === 'call') platform.calls.push(told)
      else platform.#waiting.shift()?.(told.rows)
    })
    return platform
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${String(this.port)}/up_pro`)
  }

  #order(order: z.input<typeof orderSchema>): Promise<KeptRow[]> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      this.#child.stdin?.write(`${JSON.stringify(order)}\n`)
    })
  }

  /** The next calls are answered in these ways, one each; then again by `take`. */
  async behave(...next: readonly Manner[]): Promise<void> {
    await this.#order({ next: [...next] })
  }

  /** Calls about these projects are always answered in these ways; what was said before is forgotten. */
  async always(manner: Readonly<Record<string, Manner>>): Promise<void> {
    await this.#order({ always: manner })
  }

  /** All rows that it has, once all calls until now stand in {@link calls}. */
  rows(): Promise<KeptRow[]> {
    return this.#order({})
  }

  end(): void {
    this.#child.kill()
  }
}

type Answer = Record<string, unknown>

function http(status: string, body: string, more = ''): string {
  return `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\n${more}Content-Length: ${String(Buffer.byteLength(body))}\r\nConnection: close\r\n\r\n${body}`
}

const answers: Readonly<Record<Manner, (socket: Socket, answer: Answer) => void>> = {
  take: (socket, answer) => void socket.end(http('200 OK', JSON.stringify(answer))),
  garbage: (socket) => void socket.end('\u0000\u0001 not HTTP at all'),
  'not-json': (socket) => void socket.end(http('200 OK', '<html>login</html>')),
  'other-batch': (socket) =>
    void socket.end(
      http(
        '200 OK',
        JSON.stringify({ cd_batch: '00000000-0000-4000-8000-000000000000', sync_sign: 'SUCCESS' }),
      ),
    ),
  redirect: (socket) => void socket.end(http('302 Found', '', 'Location: http://127.0.0.1:1/\r\n')),
  half: (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"cd_batch"'),
  drop: (socket) => void socket.destroy(),
  silent: () => undefined,
  endless: (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    const more = (): void => void (socket.writable && socket.write('x'.repeat(8_192), more))
    more()
  },
  failed: (socket) => void socket.end(http('500 Internal Server Error', '')),
  busy: (socket) => void socket.end(http('503 Service Unavailable', '')),
  unauthorised: (socket) => void socket.end(http('401 Unauthorized', '')),
  refuse: (socket, answer) =>
    void socket.end(http('200 OK', JSON.stringify({ ...answer, sync_sign: 'FAILED', error_code: 'E-1042' }))),
  'take-and-drop': (socket) => void socket.destroy(),
  'take-and-fail': (socket) => void socket.end(http('502 Bad Gateway', '')),
  'take-and-hang': () => undefined,
  'other-number': (socket, answer) =>
    void socket.end(http('200 OK', JSON.stringify({ ...answer, platform_no: 'HN-another' }))),
}

const taking: ReadonlySet<Manner> = new Set([
  'take',
  'take-and-drop',
  'take-and-fail',
  'take-and-hang',
  'other-number',
])

function serve(): void {
  const tables = new Tables()
  const next: Manner[] = []
  let always: Readonly<Record<string, Manner>> = {}
  createInterface({ input: process.stdin }).on('line', (line) => {
    const order = orderSchema.parse(JSON.parse(line))
    next.push(...order.next)
    always = order.always ?? always
    process.stdout.write(`${JSON.stringify({ type: 'heard', rows: [...tables.rows.values()] })}\n`)
  })
  const mannerFor = (project: string): Manner =>
    Object.entries(always).find(([part]) => project.includes(part))?.[1] ?? next.shift() ?? 'take'
  const server = createServer((socket) => {
    const chunks: Buffer[] = []
    let answered = false
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      const whole = Buffer.concat(chunks)
      const split = whole.indexOf('\r\n\r\n')
      const head = whole.subarray(0, split).toString('utf8')
      const body = whole.subarray(split + 4)
      const size = Number(/content-length: (\d+)/i.exec(head)?.[1])
      if (answered || split < 0 || body.length < size) return
      answered = true
      const json = body.toString('utf8')
      const project = /"project_no":"([^"]*)"/.exec(json)?.[1] ?? ''
      const batch = /"cd_batch":"([^"]*)"/.exec(json)?.[1] ?? ''
      const manner = mannerFor(project)
      const answer = taking.has(manner) ? tables.take(json) : { cd_batch: batch }
      const authorization = /authorization: (.*)/i.exec(head)?.[1]?.trim() ?? ''
      process.stdout.write(
        `${JSON.stringify({ type: 'call', batch, project, answer, authorization, manner })}\n`,
      )
      answers[manner](socket, answer)
    })
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (typeof address === 'object') process.stdout.write(`${String(address?.port)}\n`)
  })
}

if (process.argv[2] === 'as-platform') serve()
