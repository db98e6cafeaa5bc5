import { timingSafeEqual } from 'node:crypto'
import type { Socket } from 'node:net'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import {
  openApiDocument,
  type Operation,
  type OperationId,
  operations,
  problemOf,
  type ProblemName,
} from '#sync/api'
import { maxPartBytes } from '#sync/packet'
import { z } from 'zod'
import { AnnouncedHeaders } from './announced-headers.ts'
import { packedAnswer, unpacked } from './content-coding.ts'
import type { Database } from './database.ts'
import { HubProblem } from './hub-problem.ts'
import { handlersOf, type Handlers } from './handlers.ts'
import type { IntakeParts } from './intakes.ts'
import type { LicenceRegister } from './licences/register.ts'
import { Oversight } from './oversight/oversight.ts'
import type { PostProvider } from './parcels/provider.ts'
import { PartStoreError } from './part-store.ts'
import type { PaymentProvider } from './payments/provider.ts'
import { type KnownTerminal, type SignedCall, Terminals } from './terminals.ts'
import type { WebhookEndpoint } from './webhooks/endpoints.ts'

/** What a hub needs to serve. */
export interface ServerOptions extends Omit<IntakeParts, 'announced'> {
  readonly database: Database
  readonly staffToken: string
  /** Approves terminals as they come, and shows codes: for demonstrations only. */
  readonly demonstration: boolean
  /** Where e-licences and shared data come from; without it nobody is known. */
  readonly register?: LicenceRegister
  /** Who takes the money; without it a purse that moves none. */
  readonly payments?: PaymentProvider
  /** Who carries the results; without it a post that carries nothing. */
  readonly post?: PostProvider
  /** Departments' inboxes that are told of their cases. */
  readonly webhooks?: readonly WebhookEndpoint[]
  /** PEM of the certificate (with what leads to its authority) and its key; plain HTTP where absent. */
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer }
  readonly clockToleranceMs?: number
  /** Opens `/metrics`; without it there is none. */
  readonly metricsToken?: string
  /** Opens the supervisor's page; without it there is none. */
  readonly supervisorToken?: string
}

/** The largest JSON body, as it travels and unpacked. */
const maxJsonBytes = 1024 * 1024

function callOf(request: FastifyRequest): SignedCall {
  const headers: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  // As it came: copies of scans would keep the collector busier than all the rest.
  const body = Buffer.isBuffer(request.body) ? request.body : null
  return { method: request.method, path: request.url, headers, body }
}

function isStaff(request: FastifyRequest, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues.map((issue) => issue.path.join('.') || what).join(', ')
  throw new HubProblem('malformed-request', { detail: `${what}: ${where.slice(0, 300)}` })
}

async function parseBody(operation: Operation, request: FastifyRequest): Promise<unknown> {
  if (operation.request === undefined) return undefined
  const sent = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const coding = request.headers['content-encoding']
  if (operation.request === 'bytes') {
    if (coding !== undefined) throw new HubProblem('coding-unknown')
    return sent
  }
  const bytes = await unpacked(sent, coding, maxJsonBytes)
  let json: unknown
  try {
    json = JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw new HubProblem('malformed-request', { detail: 'the body is not JSON' }, { cause })
  }
  return parse(operation.request, json, 'body')
}

function sendProblem(reply: FastifyReply, problem: HubProblem['problem']): FastifyReply {
  if (problem.status === 503) void reply.header('retry-after', '5')
  return reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

/** What a thrown value is to the caller. Details of a fault stay here. */
function problemFor(error: unknown): HubProblem['problem'] {
  if (error instanceof HubProblem) return error.problem
  if (error instanceof PartStoreError) return problemOf('busy')
  const status = (error as { statusCode?: unknown } | null)?.statusCode
  const byStatus: Partial<Record<number, ProblemName>> = {
    400: 'malformed-request',
    413: 'too-large',
    415: 'malformed-request',
  }
  const name = typeof status === 'number' ? byStatus[status] : undefined
  return problemOf(name ?? 'internal')
}

function register(
  server: FastifyInstance,
  operation: Operation,
  handlers: Handlers,
  options: ServerOptions,
  terminals: Terminals,
  oversight: Oversight,
): void {
  const params = z.object(operation.params)
  const query = z.object(operation.query ?? {})
  server.route({
    method: operation.method,
    url: operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    config: { operationId: operation.operationId as OperationId },
    bodyLimit: operation.request === 'bytes' ? maxPartBytes : maxJsonBytes,
    handler: async (request, reply) => {
      const call = callOf(request)
      let terminal: KnownTerminal | null = null
      if (operation.access === 'staff' && !isStaff(request, options.staffToken))
        throw new HubProblem('not-authorised')
      if (operation.access === 'terminal')
        terminal = await oversight.heard(request, await terminals.authenticate(call))
      const answer = await handlers[operation.operationId as OperationId]({
        params: parse(params, request.params, 'path') as Record<string, string>,
        query: parse(query, request.query, 'query') as Record<string, unknown>,
        body: await parseBody(operation, request),
        terminal,
        call,
      })
      return answer instanceof Uint8Array
        ? reply.type('application/pdf').send(answer)
        : reply.type('application/json').send(JSON.stringify(answer))
    },
  })
}

/** The answer to what is not HTTP at all, as far as one can be given. */
function refuseGarbage(_error: Error, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const body = JSON.stringify(problemOf('malformed-request'))
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

/** The hub's HTTP server: its routes are exactly the operations of the contract, plus the contract itself. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { tls } = options
  const server = Fastify({
    // Fastify's types tell servers apart by this option; what is done with them here is the same.
    ...((tls === undefined ? {} : { https: { ...tls, minVersion: 'TLSv1.2' } }) as object),
    logger: false,
    // What is being answered is answered before the hub ends.
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    frameworkErrors: (_error, _request, reply) => void sendProblem(reply, problemOf('malformed-request')),
    clientErrorHandler: refuseGarbage,
  })
  const terminals = new Terminals(options.database, {
    approveAtOnce: options.demonstration,
    ...(options.clockToleranceMs === undefined ? {} : { clockToleranceMs: options.clockToleranceMs }),
  })
  // A connection that is kept alive would hold up the end for as long as its client likes.
  let closing = false
  server.addHook('preClose', (done) => {
    closing = true
    done()
  })
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) void reply.header('connection', 'close')
    done()
  })
  server.addHook('onSend', packedAnswer)
  // Bodies stay bytes until the signature over them has been checked.
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  const oversight = new Oversight(server, options)
  server.setErrorHandler(async (error, request, reply) => {
    const problem = problemFor(error)
    if (problem.status >= 500)
      process.stderr.write(`fault: ${error instanceof Error ? error.stack : String(error)}\n`)
    await oversight.refused(request, problem)
    return sendProblem(reply, problem)
  })
  server.setNotFoundHandler((_request, reply) => sendProblem(reply, problemOf('not-found')))
  const announced = new AnnouncedHeaders(options.database)
  const handlers = handlersOf({ ...options, announced }, terminals)
  for (const operation of Object.values(operations) as Operation[])
    register(server, operation, handlers, options, terminals, oversight)
  server.get('/openapi.json', (_request, reply) =>
    reply.type('application/json').send(JSON.stringify(openApiDocument())),
  )
  return server
}
