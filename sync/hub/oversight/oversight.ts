import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { OperationId, Problem } from '#sync/api'
import { HubProblem } from '../hub-problem.ts'
import type { ServerOptions } from '../server.ts'
import type { KnownTerminal } from '../terminals.ts'
import { TerminalContacts } from './contacts.ts'
import { noteFailure } from './failures.ts'
import { exposition, expositionType } from './metrics/exposition.ts'
import { hubFamilies } from './metrics/hub-metrics.ts'
import { RequestMetrics } from './metrics/request-metrics.ts'
import { servePage } from './page/routes.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The operation of the contract that a route answers. */
    operationId?: OperationId
  }
}

function hasToken(request: FastifyRequest, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

/** What whoever runs a hub sees of it: metrics, health, the supervisor's page, and what these are read from. */
export class Oversight {
  readonly #options: ServerOptions
  readonly #contacts: TerminalContacts
  readonly #requests = new RequestMetrics()
  readonly #senders = new WeakMap<FastifyRequest, string>()
  #stopping = false

  constructor(server: FastifyInstance, options: ServerOptions) {
    this.#options = options
    this.#contacts = new TerminalContacts(options.database)
    server.addHook('onResponse', (request, reply, done) => {
      const operation = request.routeOptions.config.operationId
      if (operation !== undefined)
        this.#requests.answered(operation, reply.statusCode, reply.elapsedTime / 1000)
      done()
    })
    server.addHook('preClose', (done) => {
      this.#stopping = true
      done()
    })
    this.#serveHealth(server)
    if (options.metricsToken !== undefined) this.#serveMetrics(server, options.metricsToken)
    const { database, catalogue, keys, supervisorToken: token } = options
    if (token !== undefined) servePage(server, { database, catalogue, token, pseudonym: keys.pseudonym })
  }

  /** A terminal's signature held: it is there. */
  async heard(request: FastifyRequest, terminal: KnownTerminal): Promise<KnownTerminal> {
    this.#senders.set(request, terminal.terminalId)
    await this.#contacts.note(terminal.terminalId, request.headers['user-agent'])
    return terminal
  }

  /** A request is answered with a problem. It never makes things worse: where the database is away, nothing is noted. */
  async refused(request: FastifyRequest, problem: Problem): Promise<void> {
    this.#requests.refused(problem.type.split(':').at(-1) ?? '')
    const terminalId = this.#senders.get(request)
    const operation = request.routeOptions.config.operationId
    if (terminalId === undefined || operation === undefined) return
    const { intakeId } = request.params as { readonly intakeId?: string }
    const failure = { operation, problem: problem.type, intakeId }
    await noteFailure(this.#options.database, terminalId, failure).catch(() => undefined)
  }

  #serveHealth(server: FastifyInstance): void {
    server.get('/health/live', (_request, reply) => reply.send({ status: 'live' }))
    server.get('/health/ready', async (_request, reply) => {
      if (this.#stopping) throw new HubProblem('busy', { detail: 'the hub is about to end' })
      try {
        await this.#options.database.rows('SELECT 1')
      } catch (cause) {
        throw new HubProblem('busy', { detail: 'the database does not answer' }, { cause })
      }
      return reply.send({ status: 'ready' })
    })
  }

  #serveMetrics(server: FastifyInstance, token: string): void {
    server.get('/metrics', async (request, reply) => {
      if (!hasToken(request, token)) throw new HubProblem('not-authorised')
      const families = [...this.#requests.families(), ...(await hubFamilies(this.#options.database))]
      return reply.type(expositionType).send(exposition(families))
    })
  }
}
