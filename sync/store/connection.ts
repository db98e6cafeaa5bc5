import { type IndexedDbSource, YichuangDatabase } from './database.ts'
import { isReopenable, StoreError, storeErrorFrom } from './store-error.ts'

const reopenLimit = 3
const pauseMs = [50, 200, 800]
/** A transaction of the largest scan takes a slow disk seconds; what takes longer than this is not answered any more. */
const usualPatienceMs = 15_000

/** How a database is watched that may fall silent. */
export interface StoreWatch {
  /**
   * Told once: when the database has been silent, was opened anew, and was silent again; or when the browser has thrown it away
   * under us, as Chromium does with one that a full disk has torn, and made an empty one. Only a new start helps: it fills an
   * empty database from the sealed packets.
   */
  readonly onStuck?: () => void
  readonly patienceMs?: number
}

/** Named as Dexie names a database that was closed under its user, which is what happens to it. */
class SilentDatabase extends Error {
  override readonly name = 'DatabaseClosedError'
}

/** Opens IndexedDB again at most three times in a row, and never deletes it. */
export class Connection {
  /** Everything that a screen or a receipt confirms: on disk when the transaction is. */
  readonly strict: YichuangDatabase
  /** Autosave and the outbox's bookkeeping: losing the last of it to a power cut repeats safely. */
  readonly relaxed: YichuangDatabase
  readonly #watch: StoreWatch
  #stuck = false
  #opened = false

  constructor(name: string, source?: IndexedDbSource, watch: StoreWatch = {}) {
    this.strict = new YichuangDatabase(name, 'strict', source)
    this.relaxed = new YichuangDatabase(name, 'relaxed', source)
    this.#watch = watch
    for (const database of [this.strict, this.relaxed]) {
      // Told by the transaction that makes the tables, which is no news at the first opening.
      database.on('populate', () => {
        if (this.#opened) this.#tellStuck()
      })
    }
  }

  /** @throws StoreError `store-unavailable` when it does not open at the third repetition either. */
  async open(): Promise<void> {
    await this.run('opening', async () => {
      await this.strict.open()
      await this.relaxed.open()
    })
    this.#opened = true
  }

  close(): void {
    this.strict.close()
    this.relaxed.close()
  }

  /**
   * Runs work that is one transaction or only reads: it may be run again, from its start, after the database was
   * closed under it or fell silent. Failures of IndexedDB come out as {@link StoreError}.
   */
  async run<T>(what: string, work: () => PromiseLike<T>): Promise<T> {
    let silences = 0
    for (let reopened = 0; ; reopened++) {
      try {
        return await this.#withPatience(what, work)
      } catch (error) {
        if (error instanceof SilentDatabase && ++silences > 1) throw this.#giveUp(what, error)
        if (!isReopenable(error) || reopened === reopenLimit) {
          // An opening that failed (the disk was full) would else be the answer to whatever is asked later.
          this.#allowReopening()
          throw storeErrorFrom(error, what)
        }
        await new Promise((resolve) => setTimeout(resolve, pauseMs[reopened]))
        this.#allowReopening()
      }
    }
  }

  /** After a full disk Chromium's IndexedDB now and then leaves a request without any event, for ever. */
  async #withPatience<T>(what: string, work: () => PromiseLike<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        // Cancels what is being opened as well: its request may be the one that is not answered.
        this.close()
        reject(new SilentDatabase(`no answer to ${what}`))
      }, this.#watch.patienceMs ?? usualPatienceMs)
    })
    try {
      return await Promise.race([work(), silence])
    } finally {
      clearTimeout(timer)
    }
  }

  #giveUp(what: string, cause: unknown): StoreError {
    this.#tellStuck()
    return new StoreError('store-stuck', `the database is silent at ${what}`, { cause })
  }

  #tellStuck(): void {
    if (!this.#stuck) this.#watch.onStuck?.()
    this.#stuck = true
  }

  /** A connection that was lost is opened again by its next use. */
  #allowReopening(): void {
    for (const database of [this.strict, this.relaxed]) {
      if (!database.isOpen()) database.close({ disableAutoOpen: false })
    }
  }
}

/** @throws StoreError `store-damaged`: for a row that must be there. */
export function demandRow<T>(row: T | undefined, what: string): T {
  if (row === undefined) throw new StoreError('store-damaged', `${what} is missing`)
  return row
}
