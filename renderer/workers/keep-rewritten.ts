import type { Clock } from '#sync/engine'
import type { LocalStore, Reseal, ScanPlace } from '#sync/store'
import { BackgroundSteps } from './background-steps.ts'
import type { KeyProgress, ShellPorts } from './intake-desk.ts'

/** The start, and what a clerk does first, go before. */
const firstAfterMs = 3_000
/** Between two steps the worker does what it is asked. */
const pauseMs = 30
/** An earlier root is kept for some days: until it is forgotten, a scan is made again from time to time. */
const againAfterMs = 6 * 3_600_000
const afterFailureMs = 600_000
/** The index is made anew beside this; an intake is to be found by it at every moment. */
const indexAfterMs = 5_000
/** Screens are not told of each step. */
const toldEvery = 20

export interface RewriteParts {
  readonly store: Pick<LocalStore, 'rewrite'> & {
    readonly search: Pick<NonNullable<LocalStore['search']>, 'isComplete'> | null
  }
  readonly ports: Pick<ShellPorts, 'resealRow' | 'settleKeys'>
  readonly clock: Clock
}

/**
 * 密钥轮换: writes the local store anew under the current root, a few rows at a time, and tells the main process when a whole scan has found
 * nothing to write any more. Whatever ends it, the next start goes on: each row names its key, and a scan begins at the first one.
 */
export class KeptRewritten {
  readonly #parts: RewriteParts
  readonly #tell: (progress: KeyProgress) => void
  progress: KeyProgress = { state: 'current', done: 0, total: 0, unopened: 0 }
  #background: BackgroundSteps | null = null
  #found = 0
  #steps = 0

  constructor(parts: RewriteParts, tell: (progress: KeyProgress) => void) {
    this.#parts = parts
    this.#tell = tell
  }

  /** Goes on until `signal` fires. Only where there are keys of earlier roots. */
  keep(signal: AbortSignal): void {
    this.#say({ state: 'rewriting' })
    this.#background = new BackgroundSteps(this.#parts.clock, signal)
    this.#later(firstAfterMs, () => this.#begin())
  }

  async #begin(): Promise<void> {
    const total = await this.#parts.store.rewrite.count()
    this.#found = 0
    // While nothing was found, it is a look at what is done already.
    const state = this.progress.state === 'later' ? 'rewriting' : this.progress.state
    this.#say({ state, done: 0, total, unopened: 0 })
    await this.#step(null)
  }

  async #step(place: ScanPlace | null): Promise<void> {
    const { rewrite } = this.#parts.store
    const { next, looked, found, unopened } = await rewrite.next(place, this.#reseal)
    this.#found += found
    this.#steps += 1
    const { done, total } = this.progress
    const progress = {
      ...this.progress,
      done: Math.min(total, done + looked),
      unopened: this.progress.unopened + unopened,
    }
    if (this.#steps % toldEvery === 0) this.#say(progress)
    else this.progress = progress
    if (next !== null) return this.#later(pauseMs, () => this.#step(next))
    // Nothing is believed of what was written: a scan of its own must find it all as it should be.
    if (this.#found > 0) return this.#later(pauseMs, () => this.#begin())
    await this.#settle()
  }

  async #settle(): Promise<void> {
    const { store, ports } = this.#parts
    if (store.search !== null && !(await store.search.isComplete()))
      return this.#later(indexAfterMs, () => this.#settle())
    await ports.settleKeys(store.rewrite.keyId)
    // After it: whoever hears this asks what keys there are now.
    this.#say({ state: 'current' })
    this.#later(againAfterMs, () => this.#begin())
  }

  readonly #reseal: Reseal = async ({ cipher, ...row }) => {
    const sealed = await this.#parts.ports.resealRow({ ...row, cipher: new Uint8Array(cipher) })
    if (sealed === null) return null
    // Of exactly their length: what came over the bridge may be a view of more.
    const { keyId } = sealed
    return { keyId, nonce: new Uint8Array(sealed.nonce), cipher: new Uint8Array(sealed.cipher).buffer }
  }

  #later(delayMs: number, work: () => Promise<void>): void {
    this.#background?.later(delayMs, work, () => {
      this.#say({ state: 'later' })
      this.#later(afterFailureMs, () => this.#begin())
    })
  }

  #say(change: Partial<KeyProgress>): void {
    this.progress = { ...this.progress, ...change }
    this.#tell(this.progress)
  }
}
