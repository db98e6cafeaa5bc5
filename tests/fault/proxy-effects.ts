import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

export interface HubAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** One request on its way, and what can be done with it. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly body: Buffer
  forward(length?: number): Promise<HubAnswer>
  pass(answer: HubAnswer): void
}

const problem = (status: number, extra: Record<string, string> = {}) => ({
  status,
  headers: { 'content-type': 'application/problem+json', ...extra },
  body: Buffer.from(JSON.stringify({ type: 'about:blank', title: 'invented', status })),
})

const json = (value: unknown): HubAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(value)),
})

const reset = ({ request }: Exchange): void => void request.socket.resetAndDestroy()

/**
 * What the line or a bad hub does with one request. `measure` is a number that each takes as it needs: bytes,
 * milliseconds, or which of several.
 */
export const effects = {
  /** The request never reaches the hub. */
  'lost-request': (exchange) => Promise.resolve(reset(exchange)),
  /** The hub has done it, and the answer is lost. */
  'lost-answer': async (exchange) => {
    await exchange.forward().catch(() => undefined)
    reset(exchange)
  },
  /** Part of the body arrives, then both ends lose the line. */
  'cut-request': async (exchange, measure) => {
    await exchange.forward(measure % Math.max(1, exchange.body.length)).catch(() => undefined)
    reset(exchange)
  },
  /** Part of the answer arrives, which said how long it would be. */
  'cut-answer': async (exchange, measure) => {
    const { status, headers, body } = await exchange.forward()
    exchange.response.writeHead(status, { ...headers, 'content-length': String(body.length) })
    exchange.response.write(body.subarray(0, measure % Math.max(1, body.length)), () => reset(exchange))
  },
  /** Nothing comes for a while, then the line breaks; the hub has done it. */
  stall: async (exchange, measure) => {
    await exchange.forward().catch(() => undefined)
    await pause(500 + (measure % 1_500))
    reset(exchange)
  },
  /** The answer comes a few bytes at a time. */
  drip: async (exchange) => {
    const { status, headers, body } = await exchange.forward()
    exchange.response.writeHead(status, headers)
    const step = Math.max(1, Math.ceil(body.length / 25))
    for (let at = 0; at < body.length; at += step) {
      exchange.response.write(body.subarray(at, at + step))
      await pause(20)
    }
    exchange.response.end()
  },
  /** The hub gets the request twice at the same time, and the second answer goes back. */
  doubled: async (exchange) => {
    const [, second] = await Promise.all([exchange.forward(), exchange.forward()])
    exchange.pass(second)
  },
  /** The request comes a second time, later, from nowhere. */
  echoed: async (exchange) => {
    exchange.pass(await exchange.forward())
    void pause(300).then(() => exchange.forward().catch(() => undefined))
  },
  'too-many': (exchange) => Promise.resolve(exchange.pass(problem(429, { 'retry-after': '1' }))),
  unavailable: (exchange) => Promise.resolve(exchange.pass(problem(503))),
  'bad-gateway': (exchange) =>
    Promise.resolve(
      exchange.pass({
        status: 502,
        headers: { 'content-type': 'text/html' },
        body: Buffer.from('<h1>502</h1>'),
      }),
    ),
  'request-timeout': (exchange) => Promise.resolve(exchange.pass(problem(408))),
  /** A hotel's log-in page in place of the hub. */
  portal: (exchange) =>
    Promise.resolve(
      exchange.pass({
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: Buffer.from('<html>please log in</html>'),
      }),
    ),
  redirect: (exchange) =>
    Promise.resolve(
      exchange.pass({
        status: 302,
        headers: { location: 'http://127.0.0.1:9/elsewhere' },
        body: Buffer.alloc(0),
      }),
    ),
  /** Success of the right form about something else; nothing is done. */
  lie: (exchange, measure) => {
    const lies = [
      { state: 'committed', missingParts: [] },
      { state: 'announced', missingParts: [] },
      { partId: 'intake', size: 1, sha256: '0'.repeat(64) },
      {
        packetHash: '0'.repeat(64),
        provinceNumber: '430000000000000000',
        committedAt: new Date().toISOString(),
        cases: [],
      },
      { events: [], cursor: 'x'.repeat(40), more: false },
      {},
      [],
      null,
    ]
    return Promise.resolve(exchange.pass(json(lies[measure % lies.length])))
  },
  /** Bytes that are no HTTP at all. */
  noise: ({ request }, measure) => {
    request.socket.end(Buffer.from(Array.from({ length: 300 }, (_, at) => (at * measure + 7) % 256)))
    return Promise.resolve()
  },
} satisfies Record<string, (exchange: Exchange, measure: number) => Promise<void>>

export type Effect = keyof typeof effects
export const effectNames = Object.keys(effects) as readonly Effect[]
