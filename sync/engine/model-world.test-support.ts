import { type DeliveryRecord, delivers, entriesFor, type OutboxEntry, withdrawEntry } from '#sync/outbox'
import type {
  Acceptance,
  DeliveryHub,
  EngineStore,
  FeedChange,
  FeedPage,
  Holding,
  HubAnswer,
  MissingHolding,
  PacketKeeper,
} from './ports.ts'

/** What happens to one request on its way. */
export const faults = [
  'none',
  'lost-request',
  'lost-answer',
  'twice',
  'stall',
  'stall-after-effect',
  'garbage',
  'busy',
  'unavailable',
  'broken',
  'parked',
  'forgets-parts',
] as const
export type Fault = (typeof faults)[number]

interface Disk {
  readonly records: Map<string, DeliveryRecord>
  readonly packets: Map<string, { packetHash: string; parts: Map<string, number> }>
  readonly outbox: Map<string, OutboxEntry>
  cursor: string | null
  epoch: string | null
}

/** The store on a disk that outlives the program: what a transaction wrote stays, what a dead program asks is refused. */
export class ModelStore implements EngineStore {
  readonly disk: Disk
  dead = false

  constructor(
    disk: Disk = { records: new Map(), packets: new Map(), outbox: new Map(), cursor: null, epoch: null },
  ) {
    this.disk = disk
  }

  submit(intakeId: string, partCount: number, now: number, partSize = 100): void {
    const parts = Array.from({ length: partCount }, (_, index) => ({ id: `p${index}`, size: partSize }))
    this.disk.packets.set(intakeId, {
      packetHash: `hash-${intakeId}`,
      parts: new Map(parts.map((part) => [part.id, part.size])),
    })
    this.disk.records.set(intakeId, {
      intakeId,
      operatorId: 'wang',
      receiptNumber: intakeId,
      delivery: 'waiting',
      provinceNumber: null,
      cases: [],
      tasks: [],
      payment: null,
      withdrawal: null,
      pickUps: [],
      review: null,
    })
    for (const entry of entriesFor({ intakeId, parts }, now, () => crypto.randomUUID())) {
      this.disk.outbox.set(entry.entryId, entry)
    }
  }

  /** 撤回, in one transaction as the real store does it. */
  takeBack(intakeId: string, now: number): void {
    const record = this.disk.records.get(intakeId)
    if (record === undefined || record.withdrawal !== null) return
    const withdrawalId = crypto.randomUUID()
    const at = new Date(0).toISOString()
    const withdrawal = { withdrawalId, reason: 'other', operatorId: 'wang', at, state: 'waiting' } as const
    this.disk.records.set(intakeId, { ...record, withdrawal })
    const entry = withdrawEntry(intakeId, withdrawalId, now)
    this.disk.outbox.set(entry.entryId, entry)
  }

  #alive(): void {
    if (this.dead) throw new Error('the program has ended')
  }

  async pendingEntries(): Promise<OutboxEntry[]> {
    this.#alive()
    return [...this.disk.outbox.values()].filter((entry) => entry.state === 'pending')
  }
  async entriesOf(intakeId: string): Promise<OutboxEntry[]> {
    const entries = await this.pendingEntries()
    return entries.filter((entry) => entry.intakeId === intakeId).sort((a, b) => a.order - b.order)
  }
  async saveEntries(entries: readonly OutboxEntry[]): Promise<void> {
    this.#alive()
    for (const entry of entries)
      if (this.disk.outbox.has(entry.entryId)) this.disk.outbox.set(entry.entryId, entry)
  }
  async replaceEntries(intakeId: string, entries: readonly OutboxEntry[]): Promise<void> {
    this.#alive()
    for (const entry of [...this.disk.outbox.values()]) {
      if (entry.intakeId === intakeId && delivers(entry)) this.disk.outbox.delete(entry.entryId)
    }
    for (const entry of entries) this.disk.outbox.set(entry.entryId, entry)
  }
  async packet(intakeId: string) {
    this.#alive()
    const packetHash = this.disk.packets.get(intakeId)?.packetHash ?? ''
    const empty = new Uint8Array(0)
    return { intakeId, receiptNumber: intakeId, headerBytes: empty, signature: empty, packetHash }
  }
  async withdrawal(intakeId: string) {
    this.#alive()
    const record = this.disk.records.get(intakeId)
    if (record === undefined || record.withdrawal === null || record.delivery === 'refused') return null
    const { state: _, ...said } = record.withdrawal
    return said
  }
  review() {
    return Promise.resolve(null)
  }

  async pickUp(intakeId: string, pickUpId: string) {
    this.#alive()
    const found = this.disk.records.get(intakeId)?.pickUps.find((one) => one.pickUpId === pickUpId)
    if (found === undefined) return null
    const { state: _state, collector: _collector, ...said } = found
    return said
  }
  async partShapes(intakeId: string) {
    this.#alive()
    return [...(this.disk.packets.get(intakeId)?.parts ?? [])].map(([id, size]) => ({ id, size }))
  }
  async partBytes(intakeId: string, partId: string) {
    this.#alive()
    return new Uint8Array(this.disk.packets.get(intakeId)?.parts.get(partId) ?? 0)
  }
  async pending() {
    this.#alive()
    const count = [...this.disk.records.values()].filter((record) => record.delivery === 'waiting').length
    return { count, oldestAt: null }
  }
  async cursor() {
    this.#alive()
    return this.disk.cursor
  }
  async resetCursor() {
    this.#alive()
    this.disk.cursor = null
    this.disk.epoch = null
  }
  async epoch() {
    this.#alive()
    return this.disk.epoch
  }
  async noteEpoch(epoch: string) {
    this.#alive()
    this.disk.epoch = epoch
  }
  async holdings(after: string, limit: number) {
    this.#alive()
    const ids = [...this.disk.records.keys()].filter((id) => id > after).sort()
    const holdings = ids.slice(0, limit).flatMap((intakeId) => {
      const record = this.disk.records.get(intakeId)
      if (record?.delivery !== 'delivered') return []
      const { provinceNumber, withdrawal, pickUps } = record
      return [
        {
          intakeId,
          packetHash: this.disk.packets.get(intakeId)?.packetHash ?? '',
          provinceNumber,
          withdrawalId: withdrawal?.state === 'done' ? withdrawal.withdrawalId : null,
          pickUpIds: pickUps.filter((one) => one.state === 'done').map((one) => one.pickUpId),
          paid: false,
        },
      ]
    })
    return { holdings, next: ids.length > limit ? (ids[limit - 1] ?? null) : null }
  }
  async change(
    ids: readonly string[],
    transform: (record: DeliveryRecord) => DeliveryRecord,
    effects: Parameters<EngineStore['change']>[2] = {},
  ): Promise<DeliveryRecord[] | null> {
    this.#alive()
    if (effects.cursor !== undefined && effects.cursor.from !== this.disk.cursor) return null
    const before = [...new Set(ids)].flatMap((id) => this.disk.records.get(id) ?? [])
    const after = before.map(transform)
    for (const record of after) this.disk.records.set(record.intakeId, record)
    const changed = new Set(
      after.filter((record, index) => record !== before[index]).map((one) => one.intakeId),
    )
    for (const entry of effects.putEntriesOnce ?? [])
      if (changed.has(entry.intakeId)) this.disk.outbox.set(entry.entryId, entry)
    for (const id of effects.removeEntries ?? []) this.disk.outbox.delete(id)
    for (const entry of effects.putEntries ?? []) this.disk.outbox.set(entry.entryId, entry)
    if (effects.cursor !== undefined) this.disk.cursor = effects.cursor.to
    return after.filter((record, index) => record !== before[index])
  }
}

/** A hub that keeps its promises behind a network that does not. */
export class ModelHub implements DeliveryHub {
  /** How often each intake was made: 1 or the promise is broken. */
  readonly made = new Map<string, number>()
  /** Which intakes were taken back, by which withdrawal. */
  readonly takenBack = new Map<string, string>()
  readonly refuses = new Set<string>()
  readonly #parts = new Map<string, Set<string>>()
  readonly #expected: (intakeId: string) => readonly string[]
  #events: FeedChange[] = []
  #jump = 0
  /** Another one after each restoration. */
  epoch = 'epoch-0'
  #script: Fault[] = []
  requests = 0
  /** Intakes that came in one request, as often as they came. */
  readonly whole: string[] = []
  inFlight = 0
  mostInFlight = 0
  cut = false

  constructor(expected: (intakeId: string) => readonly string[]) {
    this.#expected = expected
  }

  /** What has come of an announced intake. @throws Error for one that was not announced */
  partsOf(intakeId: string): ReadonlySet<string> {
    const parts = this.#parts.get(intakeId)
    if (parts === undefined) throw new Error('not announced')
    return parts
  }

  script(coming: readonly Fault[]): void {
    this.#script = [...coming]
  }

  announce(packet: { intakeId: string }): ReturnType<DeliveryHub['announce']> {
    return this.#request((): HubAnswer<{ missing: readonly string[] }> => {
      if (this.refuses.has(packet.intakeId)) return problem('refuse', 'hub.packet-invalid', 422)
      const there = this.#parts.get(packet.intakeId) ?? new Set<string>()
      this.#parts.set(packet.intakeId, there)
      return { ok: true, value: { missing: this.#expected(packet.intakeId).filter((id) => !there.has(id)) } }
    }, packet.intakeId)
  }

  uploadPart(part: { intakeId: string; partId: string }): ReturnType<DeliveryHub['uploadPart']> {
    return this.#request((): HubAnswer<null> => {
      const there = this.#parts.get(part.intakeId)
      if (there === undefined) return problem('retry', 'hub.intake-unknown', 404, 'restart')
      there.add(part.partId)
      return { ok: true, value: null }
    }, part.intakeId)
  }

  commit(packet: { intakeId: string; packetHash: string }): ReturnType<DeliveryHub['commit']> {
    const { intakeId, packetHash } = packet
    return this.#request((): HubAnswer<Acceptance> => {
      const there = this.#parts.get(intakeId)
      const whole = this.#expected(intakeId).every((id) => there?.has(id) === true)
      if (!whole && !this.made.has(intakeId)) return problem('retry', 'hub.parts-missing', 409, 'restart')
      return this.#take({ intakeId, packetHash })
    }, intakeId)
  }

  #take({ intakeId, packetHash }: { intakeId: string; packetHash: string }): HubAnswer<Acceptance> {
    if (!this.made.has(intakeId)) {
      this.made.set(intakeId, 1)
      const position = this.#jump + this.#events.length + 1
      this.#events.push({
        kind: 'accepted',
        intakeId,
        position,
        provinceNumber: `HN-${intakeId}`,
        cases: [],
      })
    }
    return { ok: true, value: { packetHash, provinceNumber: `HN-${intakeId}`, cases: [] } }
  }

  deliver(packet: { intakeId: string; packetHash: string }): ReturnType<DeliveryHub['deliver']> {
    const { intakeId } = packet
    return this.#request((): HubAnswer<Acceptance> => {
      if (this.refuses.has(intakeId)) return problem('refuse', 'hub.packet-invalid', 422)
      this.#parts.set(intakeId, new Set(this.#expected(intakeId)))
      this.whole.push(intakeId)
      return this.#take(packet)
    }, intakeId)
  }

  withdraw(
    intakeId: string,
    { withdrawalId }: { withdrawalId: string },
  ): ReturnType<DeliveryHub['withdraw']> {
    return this.#request((): HubAnswer<null> => {
      if (!this.made.has(intakeId)) return problem('retry', 'hub.intake-unknown', 404, 'restart')
      const before = this.takenBack.get(intakeId)
      if (before !== undefined && before !== withdrawalId) throw new Error('two withdrawals of one intake')
      this.takenBack.set(intakeId, withdrawalId)
      return { ok: true, value: null }
    }, intakeId)
  }

  recordPickUp(intakeId: string): ReturnType<DeliveryHub['recordPickUp']> {
    return this.#request((): HubAnswer<null> => {
      if (!this.made.has(intakeId)) return problem('retry', 'hub.intake-unknown', 404, 'restart')
      return { ok: true, value: null }
    }, intakeId)
  }

  recordReview(intakeId: string): ReturnType<DeliveryHub['recordReview']> {
    return this.#request((): HubAnswer<null> => {
      if (!this.made.has(intakeId)) return problem('retry', 'hub.intake-unknown', 404, 'restart')
      return { ok: true, value: null }
    }, intakeId)
  }

  feed(cursor: string | null): ReturnType<DeliveryHub['feed']> {
    return this.#request((): HubAnswer<FeedPage> => {
      const [of, place = '0'] = (cursor ?? '').split('/')
      if (cursor !== null && of !== this.epoch) return problem('retry', 'hub.cursor-gone', 410, 'resync')
      const from = Number(place)
      const changes = this.#events.slice(from, from + 2)
      const to = from + changes.length
      return {
        ok: true,
        value: {
          changes,
          cursor: to === 0 ? null : `${this.epoch}/${String(to)}`,
          more: to < this.#events.length,
          epoch: this.epoch,
        },
      }
    })
  }

  compare(holdings: readonly Holding[]): ReturnType<DeliveryHub['compare']> {
    return this.#request((): HubAnswer<readonly MissingHolding[]> => {
      const missing = holdings.map(({ intakeId, withdrawalId }) => ({
        intakeId,
        intake: !this.made.has(intakeId),
        withdrawal: withdrawalId !== null && !this.takenBack.has(intakeId),
        pickUpIds: [],
      }))
      return { ok: true, value: missing.filter((one) => one.intake || one.withdrawal) }
    })
  }

  /** A back-up of all that is here. @returns puts the hub back to it, as another epoch */
  backUp(): () => void {
    const made = new Map(this.made)
    const takenBack = new Map(this.takenBack)
    const events = [...this.#events]
    const parts = new Map([...this.#parts].map(([id, there]) => [id, new Set(there)]))
    return () => {
      this.made.clear()
      for (const [id, count] of made) this.made.set(id, count)
      this.takenBack.clear()
      for (const [id, by] of takenBack) this.takenBack.set(id, by)
      this.#events = [...events]
      this.#parts.clear()
      for (const [id, there] of parts) this.#parts.set(id, new Set(there))
      this.#jump += 1_000
      this.epoch = `${this.epoch}+`
    }
  }

  async #request<T>(effect: () => HubAnswer<T>, intakeId?: string): Promise<HubAnswer<T>> {
    this.requests += 1
    this.inFlight += 1
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight)
    await Promise.resolve()
    this.inFlight -= 1
    if (this.cut) return problem('retry', 'hub.unreachable', 0)
    switch (this.#script.shift() ?? 'none') {
      case 'none':
        return effect()
      case 'lost-request':
        return problem('retry', 'hub.unreachable', 0)
      case 'lost-answer':
        effect()
        return problem('retry', 'hub.unreachable', 0)
      case 'twice':
        effect()
        return effect()
      case 'stall':
        return new Promise<never>(() => undefined)
      case 'stall-after-effect':
        effect()
        return new Promise<never>(() => undefined)
      case 'garbage':
        return problem('retry', 'hub.garbage', 0)
      case 'busy':
        return problem('retry', 'hub.busy', 429, undefined, 20_000)
      case 'unavailable':
        return problem('retry', 'hub.status', 503)
      case 'broken':
        return problem('retry', 'hub.internal', 500)
      case 'parked':
        return problem('park', 'hub.terminal-pending', 401)
      case 'forgets-parts':
        if (intakeId !== undefined && !this.made.has(intakeId)) this.#parts.delete(intakeId)
        return effect()
    }
  }
}

function problem(
  kind: 'retry' | 'park' | 'refuse',
  code: string,
  status: number,
  remedy?: 'restart' | 'resync',
  retryAfterMs: number | null = null,
): HubAnswer<never> {
  const more = remedy === undefined ? {} : { remedy }
  return { ok: false, problem: { class: kind, code, status, retryAfterMs, detail: code, ...more } }
}

/** Counts what it is told; every other telling fails. */
export class ModelKeeper implements PacketKeeper {
  readonly acknowledged = new Map<string, string>()
  #calls = 0

  async acknowledge(input: { intakeId: string; packetHash: string }): Promise<void> {
    this.#calls += 1
    if (this.#calls % 2 === 1) throw new Error('the disk was busy')
    this.acknowledged.set(input.intakeId, input.packetHash)
  }
}
