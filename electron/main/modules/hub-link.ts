import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { ChannelInput, ChannelOutput, TerminalConfig } from '#shell/contract'
import { signRequest } from '#sync/api'
import { type Exchange, hubExchange } from './hub-exchange.ts'
import { MainError } from './main-error.ts'
import { Pace } from './pace.ts'
import { type PartOnItsWay, PartUpload } from './part-upload.ts'
import type { TerminalIdentity } from './terminal-identity.ts'

type HubRequest = ChannelInput<'hub:send'>
type Sent = Omit<HubRequest, 'requestId'>
type HubAnswer = ChannelOutput<'hub:send'>

const packed = promisify(gzip)
/** Shorter than this, what packing saves is less than a packet of the line. */
const packFromBytes = 1_200

/** A village's line at its slowest: what is sent may take this long, and an answer this long after it. */
const slowestBytesPerMs = 4
const answerTimeoutMs = 60_000

/** How long an exchange may take: the answer's time and, for what is sent, the time of a slow line. */
function deadlineMs(body: Uint8Array | null): number {
  return answerTimeoutMs + Math.ceil((body?.byteLength ?? 0) / slowestBytesPerMs)
}

/**
 * 统一受理系统的连线: the only way out to the network. It adds the hub's address and the terminal's signature, follows
 * no redirect, and tells an unreachable hub from an answering one.
 */
export class HubLink {
  readonly #config: TerminalConfig
  readonly #identity: TerminalIdentity
  readonly #software: string
  readonly #upload: PartUpload
  readonly #exchangeBytes: Exchange
  readonly #inFlight = new Map<string, AbortController>()
  #enrolled = false
  /** What the hub's last answer said of itself (RFC 9110 §12.5.3): one of an older make takes plain JSON only. */
  #takesPacked = false

  /**
   * `software`: name and version, which the hub shows to whoever looks after the terminals. `authority`: PEM of the only
   * authority that may vouch for the hub; those of the system where null.
   */
  constructor(
    config: TerminalConfig,
    identity: TerminalIdentity,
    { software = 'Yichuang', authority = null }: { software?: string; authority?: string | null } = {},
  ) {
    this.#config = config
    this.#exchangeBytes = hubExchange(authority)
    this.#identity = identity
    this.#software = software
    const limit = config.hub.scanKilobytesPerSecond
    this.#upload = new PartUpload(limit === undefined ? null : new Pace(limit))
  }

  /** @throws MainError `hub.unreachable`, `hub.certificate-…` or `hub.cancelled`; any HTTP status is an answer, not an error. */
  send({ requestId, ...request }: HubRequest): Promise<HubAnswer> {
    return this.#underWay(requestId, (signal) => this.#introduced(request, signal))
  }

  /** Sends a part of a packet, in pieces where that is better. @throws MainError as {@link send}. */
  sendPart({ requestId, ...part }: PartOnItsWay & { readonly requestId: string }): Promise<HubAnswer> {
    return this.#underWay(requestId, (signal) =>
      this.#upload.send(part, (request) => this.#introduced(request, signal), signal),
    )
  }

  async #underWay<T>(requestId: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController()
    this.#inFlight.set(requestId, controller)
    try {
      return await work(controller.signal)
    } catch (cause) {
      if (!controller.signal.aborted || cause instanceof MainError) throw cause
      throw new MainError('hub.cancelled', 'the request was given up', { cause })
    } finally {
      this.#inFlight.delete(requestId)
    }
  }

  async #introduced(request: Sent, signal: AbortSignal): Promise<HubAnswer> {
    if (!this.#enrolled) await this.#enrol(signal)
    const answer = await this.#exchange(request, signal)
    // A hub that was set up anew does not know this terminal any more: it introduces itself again next time.
    if (answer.status === 403) this.#enrolled = false
    return answer
  }

  /** Gives a request up; its caller gets `hub.cancelled`. */
  cancel(requestId: string): void {
    this.#inFlight.get(requestId)?.abort()
  }

  /** 终端入网: makes this terminal and its public key known; the hub decides. Repeating it changes nothing. */
  async #enrol(signal: AbortSignal): Promise<void> {
    const { site, terminal } = this.#config
    const body = new TextEncoder().encode(
      JSON.stringify({
        siteCode: site.code,
        name: `${site.name} ${site.place}`,
        publicKey: Buffer.from(this.#identity.publicKey).toString('base64url'),
      }),
    )
    const answer = await this.#exchange(
      {
        method: 'PUT',
        path: `/terminals/${terminal.id}`,
        contentType: 'application/json',
        body,
      },
      signal,
    )
    this.#enrolled = answer.status >= 200 && answer.status < 300
  }

  /** Sends, and once more in plain where another hub has taken over that does not read what is packed. */
  async #exchange(request: Sent, signal: AbortSignal): Promise<HubAnswer> {
    const wasPacked = this.#encodingFor(request) !== undefined
    const answer = await this.#exchangeOnce(request, signal)
    this.#takesPacked = /(?:^|,)\s*gzip\b/i.test(answer.headers['accept-encoding'] ?? '')
    return answer.status === 415 && wasPacked && !this.#takesPacked
      ? this.#exchangeOnce(request, signal)
      : answer
  }

  /** JSON is packed; scans are pictures, which are packed already. */
  #encodingFor({ contentType, body }: Sent): 'gzip' | undefined {
    const worthIt = contentType === 'application/json' && (body?.byteLength ?? 0) >= packFromBytes
    return worthIt && this.#takesPacked ? 'gzip' : undefined
  }

  async #exchangeOnce(request: Sent, signal: AbortSignal): Promise<HubAnswer> {
    const { method, path, body } = request
    const address = new URL(path, this.#config.hub.url)
    // A path can be written so that it names another host; what is signed goes to our hub or nowhere.
    if (address.origin !== new URL(this.#config.hub.url).origin)
      throw new MainError('shell.bad-arguments', 'the path does not lead to the hub')
    const contentEncoding = this.#encodingFor(request)
    const sent = contentEncoding === undefined || body === null ? body : await packed(body)
    const signed = await signRequest(
      { method, path, body: sent, contentEncoding },
      { keyId: this.#config.terminal.id, sign: (data) => Promise.resolve(this.#identity.sign(data)) },
    )
    const headers = {
      ...request.headers,
      ...(request.contentType === undefined ? {} : { 'content-type': request.contentType }),
      ...signed,
      'user-agent': this.#software,
    }
    const deadline = AbortSignal.timeout(deadlineMs(sent))
    // Only what the network does may be told as an unreachable hub: a fault of ours must come out as one.
    try {
      return await this.#exchangeBytes(address, {
        method,
        headers,
        body: sent,
        signal: AbortSignal.any([signal, deadline]),
      })
    } catch (cause) {
      if (cause instanceof MainError) throw cause
      if (signal.aborted) throw new MainError('hub.cancelled', 'the request was given up', { cause })
      throw new MainError('hub.unreachable', 'the hub does not answer', { cause })
    }
  }
}
