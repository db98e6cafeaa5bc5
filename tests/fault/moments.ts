import { EventEmitter } from 'node:events'

/** The points of an intake's way at which something may break. */
export const moments = [
  'submitting',
  'packet-begun',
  'packet-named',
  'acknowledged',
  'announce-asked',
  'announce-answered',
  'part-asked',
  'part-answered',
  'commit-asked',
  'commit-answered',
  'whole-asked',
  'whole-answered',
  'feed-answered',
  'delivery-noted',
] as const
export type Moment = (typeof moments)[number]

/** Whether an intake comes by this point only where it is sent step by step. */
export function isStepwise(point: Moment): boolean {
  return /^(?:announce|part|commit)-/.test(point)
}

/** Who sees what happens tells it here, and a fault waits for its point. */
export class Moments {
  readonly #events = new EventEmitter<Record<Moment, []>>()

  constructor() {
    this.#events.setMaxListeners(0)
  }

  tell(moment: Moment): void {
    this.#events.emit(moment)
  }

  /** Resolves at the n-th such moment from now on, or with false when it has not come in time. */
  reached(moment: Moment, times: number, withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      let left = times
      const look = (): void => {
        left -= 1
        if (left <= 0) settle(true)
      }
      const settle = (came: boolean): void => {
        clearTimeout(timer)
        this.#events.off(moment, look)
        resolve(came)
      }
      const timer = setTimeout(() => settle(false), withinMs)
      this.#events.on(moment, look)
    })
  }
}
