import { delivers } from '#sync/outbox'
import { expect } from 'vitest'
import { FakeClock } from './fake-clock.test-support.ts'
import { ModelHub, ModelKeeper, ModelStore } from './model-world.test-support.ts'
import { type EngineChange, SyncEngine } from './sync-engine.ts'

/** A terminal with its disk, a hub, and the wire between them. */
export class World {
  readonly clock = new FakeClock()
  readonly keeper = new ModelKeeper()
  readonly submitted = new Set<string>()
  readonly changes: EngineChange[] = []
  readonly hub = new ModelHub((id) => [...(this.store.disk.packets.get(id)?.parts.keys() ?? [])])
  store = new ModelStore()
  engine = this.#newEngine()
  readonly #random: () => number
  /** 传输时段. */
  scansTravelAt = (now: number): number => now

  constructor(random: () => number = () => 0.5) {
    this.#random = random
  }

  #newEngine(): SyncEngine {
    return new SyncEngine({
      hub: this.hub,
      store: this.store,
      packets: this.keeper,
      clock: this.clock,
      random: () => this.#random(),
      newKey: () => crypto.randomUUID(),
      pollMs: 2_000,
      scansTravelAt: (now) => this.scansTravelAt(now),
      onChange: (change) => this.changes.push(change),
    })
  }

  start(): Promise<void> {
    const known = [...this.store.disk.records.values()].filter((record) => record.delivery === 'delivered')
    return this.engine.start(
      known
        .filter((record) => !this.keeper.acknowledged.has(record.intakeId))
        .map(({ intakeId }) => ({ intakeId, packetHash: `hash-${intakeId}` })),
    )
  }

  async submit(partCount: number, partSize = 100): Promise<string> {
    const id = `i${this.submitted.size}`
    this.store.submit(id, partCount, this.clock.now(), partSize)
    this.submitted.add(id)
    await this.engine.enqueue(id)
    return id
  }

  /** The applicant takes an intake back, wherever it is on its way. */
  async takeBack(id: string): Promise<void> {
    this.store.takeBack(id, this.clock.now())
    await this.engine.enqueue(id)
  }

  /** The power is gone: nothing of the program runs on, the disk stays. */
  async crash(): Promise<void> {
    this.store.dead = true
    void this.engine.stop()
    this.store = new ModelStore(this.store.disk)
    this.engine = this.#newEngine()
    await this.start()
  }

  /** What must hold at any moment. */
  check(): void {
    for (const id of this.submitted) {
      const record = this.store.disk.records.get(id)
      const commit = this.store.disk.outbox.get(`${id}/commit`)
      expect(this.hub.made.get(id) ?? 0).toBeLessThanOrEqual(1)
      if (record?.delivery === 'delivered') expect(this.hub.made.get(id)).toBe(1)
      else expect(commit?.state).toBe(record?.delivery === 'refused' ? 'refused' : 'pending')
      // What the hub has answered for good must not wait on the disk for the next start.
      if (record?.delivery !== 'waiting') {
        const left = [...this.store.disk.outbox.values()].filter((entry) => entry.intakeId === id)
        expect(left.filter((entry) => delivers(entry) && entry.state === 'pending')).toEqual([])
      }
    }
    for (const id of this.keeper.acknowledged.keys()) expect(this.hub.made.get(id)).toBe(1)
  }
}
