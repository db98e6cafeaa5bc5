import { receivedSchema } from '#sync/api'
import type { ChannelInput, ChannelOutput } from '#shell/contract'
import type { Pace } from './pace.ts'

type HubAnswer = ChannelOutput<'hub:send'>

/** A request to the hub without the name by which it is called off. */
export type Exchange = (request: Omit<ChannelInput<'hub:send'>, 'requestId'>) => Promise<HubAnswer>

/** A part of a packet on its way; `resume`: an earlier try may have left some of it at the hub. */
export interface PartOnItsWay {
  /** The part's own path at the hub. */
  readonly path: string
  readonly body: Uint8Array
  readonly resume: boolean
}

const kilobyte = 1024
/** Up to this a part goes in one request: asking first would cost a good line more than it saves a bad one. */
const wholeUpTo = 1024 * kilobyte
const smallestPiece = 16 * kilobyte
const largestPiece = 4 * 1024 * kilobyte
/** A piece takes about so long: that much is sent again when the line breaks, and not more. */
const pieceMs = 5_000

const bytes = 'application/octet-stream'

/** What the hub has of it, or null for an answer that does not say. */
function receivedIn(answer: HubAnswer, size: number): number | null {
  if (answer.status !== 200) return null
  try {
    const said = receivedSchema.parse(JSON.parse(Buffer.from(answer.body).toString('utf8')))
    return said.size === size && said.received <= size ? said.received : null
  } catch {
    return null
  }
}

/**
 * 续传: sends parts of sealed packets, large ones and those that have failed before in pieces, from where the hub has them. A
 * village's line that breaks every minute brings a scan of many minutes through that way. How large the pieces are
 * follows the line.
 */
export class PartUpload {
  readonly #pace: Pace | null
  #pieceBytes = 256 * kilobyte
  /** Bold until the line first breaks, then careful: what breaks a line is often how much it carried. */
  #growth = 2

  /** @param pace what scans may take of the line; null when that is all of it */
  constructor(pace: Pace | null = null) {
    this.#pace = pace
  }

  /**
   * @returns the answer to the whole part, or to its last piece; the first that is neither, where there was one.
   * @throws what `exchange` throws; what came through until then stays at the hub.
   */
  async send(
    { path, body, resume }: PartOnItsWay,
    exchange: Exchange,
    signal: AbortSignal,
  ): Promise<HubAnswer> {
    const whole = async (): Promise<HubAnswer> => {
      await this.#pace?.pass(body.byteLength, signal)
      return exchange({ method: 'PUT', path, contentType: bytes, body })
    }
    if (body.byteLength <= this.#wholeUpTo(resume)) return whole()
    const asked = await exchange({ method: 'GET', path, body: null })
    // A hub that takes no pieces. One that does not know the intake says so to the whole as well.
    if (asked.status === 404 || asked.status === 405) return whole()
    let answer = asked
    let received = receivedIn(asked, body.byteLength)
    while (received !== null && received < body.byteLength) {
      const piece = body.subarray(received, received + this.#nextPiece())
      await this.#pace?.pass(piece.byteLength, signal)
      answer = await this.#timed(piece.byteLength, () =>
        exchange({ method: 'PUT', path: `${path}/pieces/${received}`, contentType: bytes, body: piece }),
      )
      const now = receivedIn(answer, body.byteLength)
      // A hub that takes a piece and has no more than before would be given it for ever.
      received = now !== null && now > received ? now : null
    }
    return answer
  }

  #wholeUpTo(resume: boolean): number {
    return Math.min(resume ? smallestPiece : wholeUpTo, this.#pace?.burst ?? Infinity)
  }

  #nextPiece(): number {
    return Math.min(this.#pieceBytes, this.#pace?.burst ?? Infinity)
  }

  async #timed(size: number, send: () => Promise<HubAnswer>): Promise<HubAnswer> {
    const startedAt = performance.now()
    try {
      const answer = await send()
      this.#fit(size, performance.now() - startedAt)
      return answer
    } catch (error) {
      this.#pieceBytes = Math.max(smallestPiece, Math.round(this.#pieceBytes / 2))
      this.#growth = 1.25
      throw error
    }
  }

  #fit(size: number, tookMs: number): void {
    const fitting = (size * pieceMs) / Math.max(tookMs, 1)
    // Step by step: one lucky or unlucky piece says little.
    const next = Math.min(Math.max(fitting, this.#pieceBytes / 2), this.#pieceBytes * this.#growth)
    this.#pieceBytes = Math.round(Math.min(Math.max(next, smallestPiece), largestPiece))
  }
}
