import type { Clock } from './ports.ts'

/** Time that only moves when it is told to; it can be set back. */
export class FakeClock implements Clock {
  #wall = 1_700_000_000_000
  #elapsed = 0
  #timers: { at: number; work: () => void }[] = []

  now = (): number => this.#wall

  after = (delayMs: number, work: () => void): (() => void) => {
    const timer = { at: this.#elapsed + delayMs, work }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  setWall(byMs: number): void {
    this.#wall += byMs
  }

  /** Runs timers in order until `ms` have passed, letting all promises settle between them. */
  async advance(ms: number): Promise<void> {
    const end = this.#elapsed + ms
    await settle()
    for (;;) {
      const [next] = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)
      if (next === undefined) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.#move(next.at)
      next.work()
      await settle()
    }
    this.#move(end)
  }

  #move(to: number): void {
    this.#wall += Math.max(0, to - this.#elapsed)
    this.#elapsed = Math.max(this.#elapsed, to)
  }
}

const channel = new MessageChannel()
const waiting: (() => void)[] = []
channel.port1.onmessage = () => waiting.shift()?.()
;(channel.port1 as { unref?: () => void }).unref?.()

/** All promises that can settle without time passing have settled: a message is a task of its own. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    channel.port2.postMessage(null)
  })
}
