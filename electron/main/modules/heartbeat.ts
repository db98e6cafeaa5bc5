const beatMs = 1000
/** A process that has answered before and then misses this many beats is hung. */
const missesAllowed = 4
/** Until it has said anything at all it may still be loading. */
const missesAllowedAtFirst = 30

/**
 * Asks a process again and again whether its loop turns. Counts beats and not time, so that a machine that wakes from
 * sleep is not taken for a hung process.
 */
export class Heartbeat {
  readonly #timer: NodeJS.Timeout
  #sent = 0
  #heard = 0
  #isLoaded = false

  /**
   * @param send puts the question to the process
   * @param onHung called once; the beat ends with it
   */
  constructor(send: (beat: number) => void, onHung: () => void, everyMs = beatMs) {
    this.#timer = setInterval(() => {
      const missed = this.#sent - this.#heard
      if (missed >= (this.#isLoaded ? missesAllowed : missesAllowedAtFirst)) {
        this.stop()
        onHung()
        return
      }
      this.#sent += 1
      send(this.#sent)
    }, everyMs)
  }

  /** An answer; beat 0 is what a process says by itself when it has loaded. */
  heard(beat: number): void {
    this.#isLoaded = true
    this.#heard = Math.max(this.#heard, beat)
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
