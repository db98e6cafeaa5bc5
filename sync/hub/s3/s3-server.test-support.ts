import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type ServerResponse } from 'node:http'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { S3Place } from './s3-client.ts'
import { Bucket, bucketName, credentials, type S3Answer } from './strict-bucket.test-support.ts'

/** How the next calls are answered. `keep-…`: what they ask for is done, and it is not said; `lenient`: well, whatever it is. */
export const manners = [
  'good',
  'slow-down',
  'drop',
  'keep-and-drop',
  'keep-and-half',
  'silent',
  'lenient',
] as const
export type Manner = (typeof manners)[number]

const orderSchema = z.strictObject({
  /** Of this method, and at keys that end so. */
  method: z.string().default(''),
  suffix: z.string().default(''),
  next: z.array(z.enum(manners)).default([]),
  /** One byte of the objects whose key ends so is turned over. */
  damage: z.string().optional(),
})
const lineSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), method: z.string(), path: z.string(), status: z.int() }),
  z.strictObject({ type: z.literal('heard'), keys: z.array(z.string()) }),
])
type Call = Extract<z.infer<typeof lineSchema>, { type: 'call' }>

/** An S3 server in a process of its own; what it keeps it keeps until it is ended. */
export class S3Server {
  readonly #child: ChildProcess
  /** All calls that were answered, in the order in which they came. */
  readonly calls: Call[] = []
  readonly #waiting: ((keys: string[]) => void)[] = []
  port = 0

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  static async start(): Promise<S3Server> {
    const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), 'as-s3'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const server = new S3Server(child)
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
    server.port = await new Promise<number>((resolve) => lines.once('line', (line) => resolve(Number(line))))
    lines.on('line', (line) => {
      const told = lineSchema.parse(JSON.parse(line))
      if (told.type === 'call') server.calls.push(told)
      else server.#waiting.shift()?.(told.keys)
    })
    return server
  }

  /** The place of its bucket. */
  place(prefix = ''): S3Place {
    const bucket = new URL(`http://127.0.0.1:${String(this.port)}/${bucketName}`)
    return { bucket, prefix, region: 'us-east-1', ...credentials }
  }

  /** The same, as a hub's environment names it. */
  environment(prefix = ''): Record<string, string> {
    return {
      PARTS_URL: `${this.place().bucket.href}/${prefix}`,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_REGION: 'us-east-1',
    }
  }

  #order(order: z.input<typeof orderSchema>): Promise<string[]> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      this.#child.stdin?.write(`${JSON.stringify(order)}\n`)
    })
  }

  /** The next calls of a method at keys that end so are answered in these ways, one each. */
  async behave(method: string, suffix: string, ...next: readonly Manner[]): Promise<void> {
    await this.#order({ method, suffix, next: [...next] })
  }

  /** Turns one byte of each object over whose key ends so. */
  async damage(suffix: string): Promise<void> {
    await this.#order({ damage: suffix })
  }

  /** All keys, once all calls until now stand in {@link calls}. */
  keys(): Promise<string[]> {
    return this.#order({})
  }

  end(): void {
    this.#child.kill()
  }
}

function send(response: ServerResponse, method: string, { status, headers, body }: S3Answer): void {
  response.writeHead(status, { ...headers, 'content-length': String(body.length) })
  response.end(method === 'HEAD' ? undefined : body)
}

function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  copy[0] = (copy[0] ?? 0) ^ 0xff
  return copy
}

function serve(): void {
  const bucket = new Bucket()
  let order = orderSchema.parse({})
  createInterface({ input: process.stdin }).on('line', (line) => {
    const given = orderSchema.parse(JSON.parse(line))
    if (given.next.length > 0) order = given
    for (const [key, bytes] of bucket.objects)
      if (given.damage !== undefined && key.endsWith(given.damage)) bucket.objects.set(key, damaged(bytes))
    process.stdout.write(`${JSON.stringify({ type: 'heard', keys: [...bucket.objects.keys()].sort() })}\n`)
  })
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('error', () => undefined)
    request.on('end', () => {
      const { method = '', url: path = '' } = request
      const applies = method === order.method && (path.split('?')[0] ?? '').endsWith(order.suffix)
      const manner = (applies ? order.next.shift() : undefined) ?? 'good'
      if (manner === 'silent') return
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      )
      const answer: S3Answer =
        manner === 'lenient'
          ? { status: 200, headers: {}, body: Buffer.alloc(0) }
          : manner === 'slow-down' || manner === 'drop'
            ? { status: 503, headers: {}, body: Buffer.from('<Error><Code>SlowDown</Code></Error>') }
            : bucket.answer({ method, path, headers, body: Buffer.concat(chunks) })
      process.stdout.write(`${JSON.stringify({ type: 'call', method, path, status: answer.status })}\n`)
      if (manner === 'drop' || manner === 'keep-and-drop') request.socket.destroy()
      else if (manner === 'keep-and-half') {
        request.socket.end(
          `HTTP/1.1 200 OK\r\nContent-Length: ${String(answer.body.length + 10)}\r\n\r\nhalf`,
        )
      } else send(response, method, answer)
    })
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (typeof address === 'object') process.stdout.write(`${String(address?.port)}\n`)
  })
}

if (process.argv[2] === 'as-s3') serve()
