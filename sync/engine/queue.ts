import { byIntake, delivers, dueAt, dueNow, type OutboxEntry, rebased } from '#sync/outbox'
import type { EngineStore } from './ports.ts'

/** A scan; announcements, commits and what follows them are small. */
function isBulky({ kind }: OutboxEntry): boolean {
  return kind === 'part'
}

/** Up to this many failures, an entry does not wait for its schedule when connectivity returns. */
const eagerAttempts = 3

/**
 * The outbox in memory: which intake has what to send next. It follows the store, except for what the hub has answered on the way to
 * the commit: that stays on disk until the commit takes all of it away. A program that ends between announces the intake again, and
 * is told what the hub lacks. (Also the reason why 100,000 stored intakes cost nothing here: only undelivered ones are read.)
 */
export class OutboxQueue {
  readonly #store: EngineStore
  /** When scans may travel next, at a given time. */
  readonly #scansTravelAt: (now: number) => number
  /** 立即同步: what waits now goes now, whatever the hours. */
  scansGoNow = false
  #lists = new Map<string, OutboxEntry[]>()
  /** Operations that the hub has answered and that are on disk until their intake is confirmed: by intake, by id. */
  readonly #passed = new Map<string, Set<string>>()
  /** Intakes of which the hub has a part. */
  readonly #partly = new Set<string>()

  constructor(store: EngineStore, scansTravelAt: (now: number) => number = (now) => now) {
    this.#store = store
    this.#scansTravelAt = scansTravelAt
  }

  get size(): number {
    return this.#lists.size
  }

  /** Reads the whole outbox again. */
  async reload(): Promise<void> {
    const lists = byIntake(await this.#store.pendingEntries())
    this.#lists = new Map([...lists].map(([intakeId, entries]) => [intakeId, this.#open(intakeId, entries)]))
  }

  /** Reads one intake's entries again. */
  async reloadIntake(intakeId: string): Promise<void> {
    const entries = await this.#store.entriesOf(intakeId)
    if (entries.length === 0) this.#lists.delete(intakeId)
    else this.#lists.set(intakeId, this.#open(intakeId, entries))
  }

  #open(intakeId: string, entries: readonly OutboxEntry[]): OutboxEntry[] {
    const passed = this.#passed.get(intakeId)
    return entries.filter((entry) => passed?.has(entry.entryId) !== true)
  }

  entries(intakeId: string): readonly OutboxEntry[] {
    return this.#lists.get(intakeId) ?? []
  }

  head(intakeId: string): OutboxEntry | undefined {
    return this.#lists.get(intakeId)?.[0]
  }

  /**
   * Counts the waits of operations from now on if the clock was set back, in memory. Without it they would be due when
   * the clock is again where it was, which can be months away.
   */
  rebase(now: number): void {
    for (const list of this.#lists.values()) {
      const head = list[0]
      if (head !== undefined) list[0] = rebased(head, now)
    }
  }

  /** When an operation falls due: by its schedule, and a scan not before scans may travel. */
  dueAt(entry: OutboxEntry, now: number): number {
    const at = dueAt(entry, now)
    return isBulky(entry) && !this.scansGoNow ? Math.max(at, this.#scansTravelAt(now)) : at
  }

  /** 传输时段: whether scans may travel now. */
  scansMayTravel(now: number): boolean {
    return this.scansGoNow || this.#scansTravelAt(now) <= now
  }

  /** Until when scans wait that could go otherwise; null when none does. */
  scansWaitUntil(now: number): number | null {
    const until = this.#scansTravelAt(now)
    if (until <= now || this.scansGoNow) return null
    return [...this.#lists.values()].some(([head]) => head !== undefined && isBulky(head)) ? until : null
  }

  /**
   * Intakes whose next operation is due; `busy` ones are left out. First those whose next operation is small, then those with
   * a scan to send, and within each the longest due.
   */
  due(now: number, busy: { has(intakeId: string): boolean }): string[] {
    return [...this.#lists]
      .map(([intakeId, [head]]) => ({
        intakeId,
        at: head === undefined ? Infinity : this.dueAt(head, now),
        lane: head === undefined || isBulky(head) ? 1 : 0,
      }))
      .filter(({ intakeId, at }) => at <= now && !busy.has(intakeId))
      .sort((a, b) => a.lane - b.lane || a.at - b.at || (a.intakeId < b.intakeId ? -1 : 1))
      .map(({ intakeId }) => intakeId)
  }

  /** Whether something small waits for its turn: scans let it pass, so that a slow line is not silent about new intakes. */
  smallIsDue(now: number, busy: { has(intakeId: string): boolean }): boolean {
    for (const [intakeId, [head]] of this.#lists) {
      if (head !== undefined && !isBulky(head) && dueAt(head, now) <= now && !busy.has(intakeId)) return true
    }
    return false
  }

  /** When the next operation of an intake that is not busy falls due; Infinity when there is none. */
  nextDueAt(now: number, busy: { has(intakeId: string): boolean }): number {
    let next = Infinity
    for (const [intakeId, [head]] of this.#lists) {
      if (head !== undefined && !busy.has(intakeId)) next = Math.min(next, this.dueAt(head, now))
    }
    return next
  }

  /** Goes past answered operations, in memory; on disk the commit takes them away. */
  pass(intakeId: string, answered: readonly OutboxEntry[]): void {
    const passed = this.#passed.get(intakeId) ?? new Set()
    for (const { entryId } of answered) passed.add(entryId)
    if (answered.some(isBulky)) this.#partly.add(intakeId)
    this.#passed.set(intakeId, passed)
    this.#lists.set(intakeId, this.#open(intakeId, this.entries(intakeId)))
  }

  /** Whether the hub has a part of it already, which would go a second time with the whole. */
  hasPart(intakeId: string): boolean {
    return this.#partly.has(intakeId)
  }

  /** Ids of an intake's answered operations, which are on disk still. */
  passedIds(intakeId: string): string[] {
    return [...(this.#passed.get(intakeId) ?? [])]
  }

  /** Ids of all operations that deliver this intake, the answered ones as well. */
  deliveryIds(intakeId: string): string[] {
    const open = this.entries(intakeId).filter(delivers)
    return [...this.passedIds(intakeId), ...open.map(({ entryId }) => entryId)]
  }

  /** Keeps a changed entry, on disk first. */
  async save(entry: OutboxEntry): Promise<void> {
    await this.#store.saveEntries([entry])
    const list = this.#lists.get(entry.intakeId)
    const index = list?.findIndex((one) => one.entryId === entry.entryId) ?? -1
    if (list !== undefined && index >= 0) list[index] = entry
  }

  /** Puts an intake's delivery back to the start, on disk first; a withdrawal stays behind it. */
  async replace(intakeId: string, entries: readonly OutboxEntry[]): Promise<void> {
    await this.#store.replaceEntries(intakeId, entries)
    this.#forget(intakeId)
    await this.reloadIntake(intakeId)
  }

  #forget(intakeId: string): void {
    this.#passed.delete(intakeId)
    this.#partly.delete(intakeId)
  }

  /** Forgets an intake whose rows the store has already settled. */
  drop(intakeId: string): void {
    this.#forget(intakeId)
    this.#lists.delete(intakeId)
  }

  /**
   * Makes waiting operations due at once, in memory: the schedule on disk stays.
   * @param only `eager` leaves alone what has failed many times: else a part that always times out would be sent
   * again at every probe that gets through.
   */
  hurry(now: number, only: 'eager' | 'all'): void {
    for (const list of this.#lists.values()) {
      const head = list[0]
      if (head !== undefined && (only === 'all' || head.attempts <= eagerAttempts))
        list[0] = dueNow(head, now)
    }
  }
}
