import type { OutboxEntry, TaskRecord } from '#sync/outbox'
import { Acknowledgements } from './acknowledgements.ts'
import { Holds } from './holds.ts'
import { afterAnswer, isQuiet, type Link, unknownLink } from './link.ts'
import { PendingWatch } from './pending-watch.ts'
import { pollFeed } from './poll-feed.ts'
import type { Clock, DeliveryHub, EngineStore, HubProblem, PacketKeeper, PacketToSend } from './ports.ts'
import { OutboxQueue } from './queue.ts'
import { reconcile } from './reconcile.ts'
import { type SendingParts, sendStep, sendWhole, type StepOutcome } from './send-intake.ts'
import { WholeRoute } from './whole-route.ts'

/** Intakes that travel side by side. */
const parallelIntakes = 3
/** A sleeping engine looks at the clock this often at least: the machine may have been suspended. */
const longestNapMs = 60_000

/** What the engine works with. */
export interface EngineParts {
  readonly hub: DeliveryHub
  readonly store: EngineStore
  readonly packets: PacketKeeper
  readonly clock: Clock
  /** Uniform in [0, 1). */
  readonly random: () => number
  /** A new UUID for idempotency keys. */
  readonly newKey: () => string
  /** Time between two looks at the feed, and between two probes of a line that is down. */
  readonly pollMs: number
  /** 上行限速 of scans, in bytes a second; null or absent where there is none. */
  readonly scanBytesPerSecond?: number | null
  /** 传输时段: when scans may travel next, at a given time; absent means always. */
  readonly scansTravelAt?: (now: number) => number
  /** Told after the fact, never before it is stored. */
  readonly onChange: (change: EngineChange) => void
}

export type EngineChange =
  | { readonly kind: 'state' }
  | { readonly kind: 'intake'; readonly intakeId: string }
  | { readonly kind: 'task'; readonly task: TaskRecord }

/** The truth about delivery, for the status bar. */
export interface EngineSnapshot {
  readonly link: Link['status']
  readonly reason: string | null
  readonly pendingIntakes: number
  readonly oldestPendingAt: string | null
  readonly sending: { receiptNumber: string; sentBytes: number; totalBytes: number } | null
  readonly sendingIds: readonly string[]
  readonly lastContactAt: string | null
  /** Scans wait for their hours until then; null when none does. */
  readonly scansWaitUntil: string | null
}

/** What 立即同步 did. */
export interface SyncOutcome {
  readonly delivered: number
  readonly stillPending: number
  readonly received: number
  readonly problem: string | null
}

/**
 * Delivers what is in the outbox and brings back what the hub says. One engine runs for a database at a time. Nothing
 * is remembered here that is not stored first; stopping it anywhere, even by a power cut, loses nothing.
 */
export class SyncEngine {
  readonly #parts: EngineParts
  readonly #sending: SendingParts
  readonly #queue: OutboxQueue
  readonly #holds: Holds
  readonly #acknowledgements: Acknowledgements
  readonly #pending: PendingWatch
  readonly #whole = new WholeRoute()
  readonly #stop = new AbortController()
  readonly #active = new Map<
    string,
    { receiptNumber: string; sentBytes: number; totalBytes: number } | null
  >()
  readonly #running = new Set<Promise<void>>()
  /** Intakes that got something new into the outbox while they were being sent: what was read of them may be old. */
  readonly #renewed = new Set<string>()
  #link: Link = unknownLink
  #started = false
  #polling: Promise<void> | null = null
  #polledAt = -Infinity
  #probes = 0
  #delivered = 0
  #received = 0
  #trouble: string | null = null
  #cancelTimer: () => void = () => undefined
  #idleWaiters: (() => void)[] = []
  #syncing: Promise<SyncOutcome> | null = null

  constructor(parts: EngineParts) {
    this.#parts = parts
    this.#queue = new OutboxQueue(parts.store, parts.scansTravelAt)
    this.#sending = { ...parts, queue: this.#queue }
    this.#holds = new Holds(parts.random)
    this.#acknowledgements = new Acknowledgements(parts.packets)
    this.#pending = new PendingWatch(parts.store, () => parts.onChange({ kind: 'state' }))
  }

  /**
   * Reads the outbox and begins. @param unacknowledged packets of delivered intakes that the main process does not know
   * to be delivered: the program ended between the two.
   */
  async start(unacknowledged: readonly { intakeId: string; packetHash: string }[] = []): Promise<void> {
    for (const packet of unacknowledged) this.#acknowledgements.add(packet)
    await this.#queue.reload()
    this.#started = true
    this.#kick()
    await this.#pending.refresh()
  }

  /** Ends all requests and waits until nothing runs any more. */
  async stop(): Promise<void> {
    this.#started = false
    this.#cancelTimer()
    this.#stop.abort()
    await Promise.allSettled([...this.#running])
    this.#wakeWaiters()
  }

  /** Something new of an intake is in the outbox. */
  async enqueue(intakeId: string): Promise<void> {
    if (this.#active.has(intakeId)) this.#renewed.add(intakeId)
    else await this.#queue.reloadIntake(intakeId)
    this.#kick()
    await this.#pending.refresh()
  }

  snapshot(): EngineSnapshot {
    const progress = [...this.#active.values()].find((one) => one !== null && this.#link.status === 'online')
    return {
      link: this.#link.status,
      reason: this.#link.reason,
      pendingIntakes: this.#pending.count,
      oldestPendingAt: this.#pending.oldestAt,
      sending: progress ?? null,
      sendingIds: this.#link.status === 'online' ? [...this.#active.keys()] : [],
      lastContactAt: isoOrNull(this.#link.lastContactAt),
      scansWaitUntil: isoOrNull(this.#queue.scansWaitUntil(this.#parts.clock.now())),
    }
  }

  /** Tries all that waits, whatever its schedule says, and tells what came of it. */
  syncNow(): Promise<SyncOutcome> {
    this.#queue.scansGoNow = true
    this.#syncing ??= this.#syncOnce().finally(() => {
      this.#syncing = null
      this.#queue.scansGoNow = false
    })
    return this.#syncing
  }

  async #syncOnce(): Promise<SyncOutcome> {
    const delivered = this.#delivered
    const received = this.#received
    this.#trouble = null
    if (this.#started && !isQuiet(this.#link, this.#parts.clock.now())) {
      this.#holds.release()
      this.#queue.hurry(this.#parts.clock.now(), 'all')
      while (this.#polling !== null) await this.#polling
      await this.#launchPoll()
      await this.#idle()
      if (this.#delivered > delivered && this.#link.status === 'online')
        await (this.#polling ?? this.#launchPoll())
    }
    await this.#pending.refresh()
    return {
      delivered: this.#delivered - delivered,
      stillPending: this.#pending.count,
      received: this.#received - received,
      problem: this.#started ? (this.#link.reason ?? this.#trouble) : 'hub.stopped',
    }
  }

  #idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idleWaiters.push(resolve)
      this.#kick()
    })
  }

  /** Starts whatever may run now, and sleeps until more may. Harmless to call at any time. */
  #kick(): void {
    if (!this.#started) return
    const now = this.#parts.clock.now()
    this.#queue.rebase(now)
    if (this.#link.status === 'online') {
      for (const intakeId of this.#queue.due(now, this.#busy(now))) {
        if (this.#active.size >= parallelIntakes) break
        this.#launch(intakeId)
      }
      if (this.#polling === null && this.#pollIsDue(now)) void this.#launchPoll()
    } else if (
      this.#active.size === 0 &&
      this.#polling === null &&
      this.#pollIsDue(now) &&
      !isQuiet(this.#link, now)
    ) {
      this.#probe(now)
    }
    if (this.#active.size === 0 && this.#polling === null) this.#wakeWaiters()
    this.#sleep(now)
  }

  /** One request through the half-open line: the feed and a waiting intake in turn, so that neither shuts out the other. */
  #probe(now: number): void {
    this.#probes += 1
    const [oldest] = this.#probes % 2 === 0 ? this.#queue.due(now, this.#busy(now)) : []
    if (oldest === undefined) void this.#launchPoll()
    else {
      this.#polledAt = now
      this.#launch(oldest)
    }
  }

  #busy(now: number): { has(intakeId: string): boolean } {
    return { has: (intakeId) => this.#active.has(intakeId) || this.#holds.isHeld(intakeId, now) }
  }

  #pollIsDue(now: number): boolean {
    return now < this.#polledAt || now - this.#polledAt >= this.#parts.pollMs
  }

  #sleep(now: number): void {
    this.#cancelTimer()
    const pollAt = this.#polling === null ? this.#polledAt + this.#parts.pollMs : Infinity
    let next = this.#link.status === 'online' ? pollAt : Math.max(pollAt, this.#link.quietUntil)
    if (this.#link.status === 'online' && this.#active.size < parallelIntakes) {
      next = Math.min(next, this.#queue.nextDueAt(now, this.#busy(now)), this.#holds.nextAt(now))
    }
    const nap = Math.min(Math.max(next - now, 0), longestNapMs)
    // Work that is running calls here again when it ends; a poll that is overdue beside it must not spin.
    const waits = next <= now ? this.#parts.pollMs : nap
    this.#cancelTimer = this.#parts.clock.after(waits, () => this.#kick())
  }

  #wakeWaiters(): void {
    const waiters = this.#idleWaiters
    this.#idleWaiters = []
    for (const wake of waiters) wake()
  }

  #track(work: Promise<void>): Promise<void> {
    this.#running.add(work)
    void work.finally(() => this.#running.delete(work))
    return work
  }

  #observe(problem: HubProblem | null): void {
    const before = this.#link
    const now = this.#parts.clock.now()
    this.#link = afterAnswer(before, problem, now)
    if (this.#link.status !== 'online') this.#whole.speed.forget()
    if (before.status !== 'online' && this.#link.status === 'online') this.#queue.hurry(now, 'eager')
    if (before.status !== this.#link.status || before.reason !== this.#link.reason)
      void this.#pending.refresh()
  }

  #launch(intakeId: string): void {
    this.#active.set(intakeId, null)
    const work = this.#drive(intakeId)
      .then(
        () => this.#holds.release(intakeId),
        (error: unknown) => {
          this.#trouble = codeOf(error)
          this.#holds.hold(intakeId, this.#parts.clock.now())
        },
      )
      .then(async () => {
        this.#active.delete(intakeId)
        await this.#readRenewed().catch((error: unknown) => (this.#trouble = codeOf(error)))
        this.#kick()
        return this.#pending.refresh()
      })
    void this.#track(work)
  }

  /** Reads again what was renewed and is not being sent; what cannot be read now is read at the next poll. */
  async #readRenewed(): Promise<void> {
    for (const intakeId of [...this.#renewed]) {
      if (this.#active.has(intakeId)) continue
      await this.#queue.reloadIntake(intakeId)
      this.#renewed.delete(intakeId)
    }
  }

  async #drive(intakeId: string): Promise<void> {
    const packet = await this.#parts.store.packet(intakeId)
    const totalBytes = this.#queue.entries(intakeId).reduce((sum, entry) => sum + entry.size, 0)
    const progress = { receiptNumber: packet.receiptNumber, sentBytes: 0, totalBytes }
    this.#active.set(intakeId, progress)
    this.#parts.onChange({ kind: 'intake', intakeId })
    for (;;) {
      const entry = this.#queue.head(intakeId)
      const now = this.#parts.clock.now()
      if (entry === undefined || this.#queue.dueAt(entry, now) > now || this.#stop.signal.aborted) return
      const counted = this.#link.status === 'online'
      const outcome = await this.#send(packet, entry, { stop: this.#stop.signal, counted })
      if (outcome === null) continue
      this.#observe('problem' in outcome ? outcome.problem : null)
      if (outcome.kind !== 'advanced') {
        this.#whole.forget(intakeId)
        if (outcome.kind === 'delivered') this.#finish(packet)
        else if (outcome.kind === 'followed') this.#polledAt = -Infinity
        else this.#trouble = outcome.problem.code
        if (outcome.kind === 'refused') {
          for (const task of outcome.tasks) this.#parts.onChange({ kind: 'task', task })
        }
        this.#parts.onChange({ kind: 'intake', intakeId })
        return
      }
      progress.sentBytes += outcome.sentBytes
      this.#parts.onChange({ kind: 'state' })
      if (this.#link.status !== 'online' || this.#letsPass(intakeId)) return
    }
  }

  /** The next operation, or all of them in one; null where that has to go step by step. */
  async #send(
    packet: PacketToSend,
    entry: OutboxEntry,
    options: { stop: AbortSignal; counted: boolean },
  ): Promise<StepOutcome | null> {
    const { intakeId } = packet
    const untouched = options.counted && this.#scansAreFree() && !this.#queue.hasPart(intakeId)
    if (untouched && this.#whole.mayGo(intakeId, this.#queue.entries(intakeId)))
      return sendWhole(this.#sending, packet, this.#whole, options)
    const startedAt = this.#parts.clock.now()
    const outcome = await sendStep(this.#sending, packet, entry, options)
    if (outcome.kind === 'advanced')
      this.#whole.speed.note(outcome.sentBytes, this.#parts.clock.now() - startedAt)
    return outcome
  }

  /** Whether scans may travel now, as fast as the line is. */
  #scansAreFree(): boolean {
    const now = this.#parts.clock.now()
    return (this.#parts.scanBytesPerSecond ?? null) === null && this.#queue.scansMayTravel(now)
  }

  /** Whether this intake gives its place up before its next scan, as something small of another one waits. */
  #letsPass(intakeId: string): boolean {
    if (this.#queue.head(intakeId)?.kind !== 'part') return false
    const now = this.#parts.clock.now()
    return this.#queue.smallIsDue(now, this.#busy(now))
  }

  #finish(packet: { intakeId: string; packetHash: string }): void {
    this.#delivered += 1
    this.#acknowledgements.add(packet)
    void this.#acknowledgements.settle()
  }

  #launchPoll(): Promise<void> {
    this.#polledAt = this.#parts.clock.now()
    this.#polling = this.#track(
      this.#poll()
        .catch((error: unknown) => {
          this.#trouble = codeOf(error)
        })
        .then(() => {
          this.#polling = null
          this.#kick()
        }),
    )
    return this.#polling
  }

  async #poll(): Promise<void> {
    void this.#acknowledgements.settle()
    await this.#readRenewed()
    const outcome = await pollFeed(this.#parts, this.#stop.signal, (problem) => this.#observe(problem))
    this.#received += outcome.received
    if (outcome.problem !== null) this.#trouble = outcome.problem.code
    for (const intakeId of outcome.intakeIds) this.#parts.onChange({ kind: 'intake', intakeId })
    for (const task of outcome.tasks) this.#parts.onChange({ kind: 'task', task })
    if (outcome.problem === null && outcome.epoch !== null) await this.#compare(outcome.epoch)
    // Another window may have put something into the outbox.
    if (this.#active.size === 0 && (await this.#parts.store.pending()).count !== this.#queue.size) {
      await this.#queue.reload()
    }
    if (outcome.received > 0 || this.#pending.stale) await this.#pending.refresh()
  }

  /** What a restored hub has lost of what it had confirmed goes into the outbox again. */
  async #compare(epoch: string): Promise<void> {
    const { intakeIds, problem } = await reconcile(this.#parts, epoch, this.#stop.signal, (answer) =>
      this.#observe(answer),
    )
    if (problem !== null) this.#trouble = problem.code
    for (const intakeId of intakeIds) {
      await this.enqueue(intakeId)
      this.#parts.onChange({ kind: 'intake', intakeId })
    }
  }
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : 'internal'
}
