import {
  createServer,
  request as ask,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Moments } from './moments.ts'
import { type Effect, effects, type Exchange, type HubAnswer } from './proxy-effects.ts'

/** What a request of the terminal is for. */
export type Asked = 'announce' | 'part' | 'commit' | 'whole' | 'feed' | 'other'

/** A fault that lies in wait on the line: for the n-th such request, and as many after it as `times` says. */
export interface Trap {
  readonly asked: Asked | 'any'
  readonly nth: number
  readonly times: number
  readonly effect: Effect
  /** Bytes, milliseconds or choice, as the effect needs. */
  readonly measure: number
}

function askedBy({ method, url = '' }: IncomingMessage): Asked {
  if (/^\/intakes\/[^/]+$/.test(url) && method === 'PUT') return 'announce'
  if (/^\/intakes\/[^/]+\/parts\//.test(url)) return 'part'
  if (/^\/intakes\/[^/]+\/commit$/.test(url)) return 'commit'
  if (/^\/intakes\/[^/]+\/packet$/.test(url)) return 'whole'
  return url.startsWith('/feed') ? 'feed' : 'other'
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** The line between terminal and hub, which understands HTTP well enough to break it at a chosen place. */
export class FaultProxy {
  readonly #moments: Moments
  #server: Server | null = null
  #port = 0
  #hubPort = 0
  #trap: Trap | null = null
  #seen = 0
  #losesWhole = false
  #spring: () => void = () => undefined
  #sprung: Promise<true> = Promise.resolve(true)

  constructor(moments: Moments) {
    this.#moments = moments
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** The hub may have come back on another port. */
  set hubPort(port: number) {
    this.#hubPort = port
  }

  /** The next whole packet is lost: after that the terminal goes step by step, until it knows the line again. */
  loseNextWhole(): void {
    this.#losesWhole = true
  }

  set(trap: Trap | null): void {
    this.#trap = trap
    this.#seen = 0
    this.#sprung = new Promise((resolve) => {
      this.#spring = () => resolve(true)
    })
  }

  /** Whether the trap has caught its last request within this time. */
  async sprung(withinMs: number): Promise<boolean> {
    const giveUp = new AbortController()
    const late = pause(withinMs, false, { signal: giveUp.signal }).catch(() => false)
    const caught = await Promise.race([this.#sprung, late])
    giveUp.abort()
    return caught
  }

  async open(): Promise<void> {
    if (this.#server !== null) return
    const server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy())
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.#port, '127.0.0.1', resolve)
    })
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
  }

  /** As a pulled cable: every connection breaks, and no new one is taken. */
  async cut(): Promise<void> {
    const server = this.#server
    this.#server = null
    if (server === null) return
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.on('error', () => undefined)
    response.on('error', () => undefined)
    const asked = askedBy(request)
    if (asked !== 'feed' && asked !== 'other') this.#moments.tell(`${asked}-asked`)
    const body = await bodyOf(request)
    if (asked === 'whole' && this.#losesWhole) {
      this.#losesWhole = false
      request.socket.resetAndDestroy()
      return
    }
    const exchange: Exchange = {
      request,
      response,
      body,
      forward: (length) => this.#forward(request, body, length),
      pass: (answer) => {
        if (asked !== 'other') this.#moments.tell(`${asked}-answered`)
        response.writeHead(answer.status, answer.headers).end(answer.body)
      },
    }
    const trap = this.#due(asked)
    if (trap === null) exchange.pass(await exchange.forward())
    else await effects[trap.effect](exchange, trap.measure)
  }

  #due(asked: Asked): Trap | null {
    const trap = this.#trap
    if (trap === null || (trap.asked !== 'any' && trap.asked !== asked)) return null
    this.#seen += 1
    if (this.#seen === trap.nth + trap.times - 1) this.#spring()
    return this.#seen >= trap.nth && this.#seen < trap.nth + trap.times ? trap : null
  }

  /** @param length so many bytes of the body only; the connection to the hub then breaks. */
  #forward({ method, url, headers }: IncomingMessage, body: Buffer, length?: number): Promise<HubAnswer> {
    return new Promise((resolve, reject) => {
      const hub = ask(
        { host: '127.0.0.1', port: this.#hubPort, method, path: url, headers, agent: false },
        (answer) => {
          bodyOf(answer).then((bytes) => {
            const { connection: _connection, 'transfer-encoding': _encoding, ...kept } = answer.headers
            resolve({ status: answer.statusCode ?? 502, headers: kept, body: bytes })
          }, reject)
        },
      )
      hub.on('error', reject)
      if (length === undefined || length >= body.length) hub.end(body)
      else hub.write(body.subarray(0, length), () => hub.destroy(new Error('cut')))
    })
  }
}
