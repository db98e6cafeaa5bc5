import { type IndexedDbSource, YichuangDatabase } from './database.ts'
import { isReopenable, StoreError, storeErrorFrom } from './store-error.ts'

const reopenLimit = 3
const pauseMs = [50, 200, 800]

/** Opens IndexedDB again at most three times in a row, and never deletes it. */
export class Connection {
  /** Everything that a screen or a receipt confirms: on disk when the transaction is. */
  readonly strict: YichuangDatabase
  /** Autosave and the outbox's bookkeeping: losing the last of it to a power cut repeats safely. */
  readonly relaxed: YichuangDatabase

  constructor(name: string, source?: IndexedDbSource) {
    this.strict = new YichuangDatabase(name, 'strict', source)
    this.relaxed = new YichuangDatabase(name, 'relaxed', source)
  }

  /** @throws StoreError `store-unavailable` when it does not open at the third repetition either. */
  async open(): Promise<void> {
    await this.run('opening', async () => {
      await this.strict.open()
      await this.relaxed.open()
    })
  }

  close(): void {
    this.strict.close()
    this.relaxed.close()
  }

  /**
   * Runs work that is one transaction or only reads: it may be run again, from its start, after the database was
   * closed under it. Failures of IndexedDB come out as {@link StoreError}.
   */
  async run<T>(what: string, work: () => PromiseLike<T>): Promise<T> {
    for (let reopened = 0; ; reopened++) {
      try {
        return await work()
      } catch (error) {
        if (!isReopenable(error) || reopened === reopenLimit) throw storeErrorFrom(error, what)
        await new Promise((resolve) => setTimeout(resolve, pauseMs[reopened]))
        this.#allowReopening()
      }
    }
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
