import type { EngineStore } from './ports.ts'

/** How much waits, as last read from the store, and the telling of it: several changes at once are told as one. */
export class PendingWatch {
  readonly #store: Pick<EngineStore, 'pending'>
  readonly #tell: () => void
  #pending: { count: number; oldestAt: string | null } = { count: 0, oldestAt: null }
  #telling: Promise<void> | null = null
  #again = false
  #stale = false

  constructor(store: Pick<EngineStore, 'pending'>, tell: () => void) {
    this.#store = store
    this.#tell = tell
  }

  get count(): number {
    return this.#pending.count
  }

  get oldestAt(): string | null {
    return this.#pending.oldestAt
  }

  /** Whether the figures are older than what they are of: the store could not be read the last time. */
  get stale(): boolean {
    return this.#stale
  }

  /** Reads again, then tells. Never fails: a store that cannot be read leaves the figures as they were. */
  refresh(): Promise<void> {
    this.#again = true
    this.#telling ??= this.#run().finally(() => {
      this.#telling = null
    })
    return this.#telling
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false
      try {
        this.#pending = await this.#store.pending()
        this.#stale = false
      } catch {
        this.#stale = true
      }
      this.#tell()
    }
  }
}
