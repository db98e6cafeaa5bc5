import { SdtFrameScanner, type SdtCorruption, type SdtFrame } from './framing.ts'
import { canAnswer, mayAnswer, type SdtCommand } from './protocol.ts'

/** A frame that stopped growing for this long lost bytes on the way, or never was one. */
const stalledMs = 500
/** After a damaged frame the true one may follow at once, where noise had looked like a frame. */
const afterCorruptionMs = 150
/** A doubtful answer stands unless a better one comes within this time. */
const doubtMs = 200

/** What came of one request: a frame, only damage, or nothing. */
export type Answer = SdtFrame | 'corrupt' | 'silent'

/**
 * Listens for the answer to one request and weighs what it hears; keeps no time itself.
 *
 *     bytes ─▶ frame scanner ─▶ sure: that is it
 *                            ├▶ doubtful: kept, unless a sure one follows within `doubtMs`
 *                            ├▶ of another request: dropped
 *                            └▶ damaged: what follows at once may be the true one
 */
export class SdtHearing {
  readonly #command: SdtCommand
  readonly #scanner = new SdtFrameScanner()
  #doubtful: SdtFrame | null = null
  #damaged = false

  constructor(command: SdtCommand) {
    this.#command = command
  }

  /** @returns the answer; or how many ms more to listen at most; or null to go on as before */
  hear(bytes: Uint8Array): SdtFrame | number | null {
    return this.#weigh(this.#scanner.push(bytes))
  }

  /** Nothing more came in the time that {@link hear} gave. */
  lapse(): SdtFrame | 'corrupt' {
    // What seemed to be a frame's beginning may have been noise that holds back a whole frame behind it.
    while (this.#scanner.holdsBegunFrame) {
      const answer = this.#weigh(this.#scanner.skipBegunFrame())
      if (answer !== null && typeof answer === 'object') return answer
    }
    return this.#doubtful ?? 'corrupt'
  }

  /** The time of the whole command is over. */
  end(): Answer {
    const answer = this.lapse()
    return answer !== 'corrupt' || this.#damaged ? answer : 'silent'
  }

  #weigh(found: readonly (SdtFrame | SdtCorruption)[]): SdtFrame | number | null {
    let listenMs: number | null = null
    for (const one of found) {
      if (one.type === 'corrupt') {
        this.#damaged = true
        listenMs = afterCorruptionMs
      } else if (canAnswer(this.#command, one)) {
        return one
      } else if (mayAnswer(this.#command, one)) {
        this.#doubtful = one
        listenMs = doubtMs
      }
    }
    return this.#scanner.holdsBegunFrame ? stalledMs : listenMs
  }
}
