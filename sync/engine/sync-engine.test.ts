import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Fault, faults } from './model-world.test-support.ts'
import { World } from './world.test-support.ts'

const minuteMs = 60_000

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('submit' as const),
      parts: fc.integer({ min: 1, max: 4 }),
      // Large ones tell how fast the line is, and go whole where it is fast.
      size: fc.constantFrom(100, 100_000),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 90_000 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('take-back' as const), which: fc.integer({ min: 0, max: 8 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('clock' as const), ms: fc.integer({ min: -1e10, max: 1e10 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sync-now' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('faults' as const),
      script: fc.array(fc.constantFrom(...faults), { maxLength: 12 }),
    }),
  },
)

describe('delivery under every fault', () => {
  it('loses nothing, doubles nothing, and drains in the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        async (steps, dice) => {
          const world = new World(() => dice.next().value as number)
          await world.start()
          for (const one of steps) {
            if (one.do === 'submit') await world.submit(one.parts, one.size)
            if (one.do === 'take-back') await world.takeBack(`i${one.which}`)
            if (one.do === 'wait') await world.clock.advance(one.ms)
            if (one.do === 'crash') await world.crash()
            if (one.do === 'clock') world.clock.setWall(one.ms)
            if (one.do === 'faults') world.hub.script(one.script)
            if (one.do === 'sync-now') void world.engine.syncNow()
            world.check()
          }
          world.hub.script([])
          await world.clock.advance(90 * minuteMs)
          world.check()
          expect([...world.hub.made.keys()].sort()).toEqual([...world.submitted].sort())
          expect([...world.keeper.acknowledged.keys()].sort()).toEqual([...world.submitted].sort())
          expect(world.store.disk.outbox.size).toBe(0)
          for (const record of world.store.disk.records.values()) {
            expect(record).toMatchObject({ delivery: 'delivered', provinceNumber: `HN-${record.intakeId}` })
            // Whatever was taken back is so at the hub, by the very withdrawal that was registered; nothing else is.
            expect(world.hub.takenBack.get(record.intakeId)).toBe(record.withdrawal?.withdrawalId)
            expect(record.withdrawal?.state ?? 'done').toBe('done')
          }
          expect(world.engine.snapshot()).toMatchObject({ link: 'online', pendingIntakes: 0, sending: null })
          await world.engine.stop()
        },
      ),
      // Without shrinking: a failure is told with its seed, instead of running into the time limit.
      { numRuns: 120, endOnFailure: true },
    )
  }, 120_000)
})

describe('when the network is away', () => {
  it('asks once a poll, through one half-open request, however much waits', async () => {
    const world = new World()
    world.hub.cut = true
    await world.start()
    for (let index = 0; index < 10; index++) await world.submit(3)
    await world.clock.advance(10_000)
    world.hub.requests = 0
    world.hub.mostInFlight = 0
    await world.clock.advance(minuteMs)
    expect(world.hub.requests).toBeLessThanOrEqual(31)
    expect(world.hub.mostInFlight).toBe(1)
    expect(world.engine.snapshot()).toMatchObject({
      link: 'offline',
      reason: 'hub.unreachable',
      pendingIntakes: 10,
      sending: null,
    })
  })

  it('delivers everything at the first poll after it is back', async () => {
    const world = new World()
    world.hub.cut = true
    await world.start()
    for (let index = 0; index < 10; index++) await world.submit(3)
    await world.clock.advance(6 * 60 * minuteMs)
    world.hub.cut = false
    await world.clock.advance(2_500)
    expect(world.hub.made.size).toBe(10)
    expect(world.engine.snapshot()).toMatchObject({ link: 'online', pendingIntakes: 0 })
  })

  it('says so when a person asks to sync now', async () => {
    const world = new World()
    world.hub.cut = true
    await world.start()
    await world.submit(1)
    const asked = world.engine.syncNow()
    await world.clock.advance(1)
    expect(await asked).toEqual({ delivered: 0, stillPending: 1, received: 0, problem: 'hub.unreachable' })
    world.hub.cut = false
    const again = world.engine.syncNow()
    await world.clock.advance(1)
    expect(await again).toEqual({ delivered: 1, stillPending: 0, received: 1, problem: null })
  })
})

describe('a slow line', () => {
  it('tells the hub of every new intake before it is filled with scans', async () => {
    const world = new World()
    world.hub.cut = true
    await world.start()
    for (let index = 0; index < 6; index++) await world.submit(4)
    const asked: string[] = []
    const { announce, uploadPart } = world.hub
    world.hub.announce = (packet) => {
      asked.push('announce')
      return announce.call(world.hub, packet)
    }
    world.hub.uploadPart = (part) => {
      asked.push('part')
      return uploadPart.call(world.hub, part)
    }
    world.hub.cut = false
    await world.clock.advance(10_000)
    expect(world.hub.made.size).toBe(6)
    expect(asked.lastIndexOf('announce')).toBeLessThan(6 + 3)
  })
})

describe('hours in which scans travel', () => {
  const opensAt = 3_600_000
  async function closedWorld(): Promise<{ world: World; id: string }> {
    const world = new World()
    await world.start()
    await world.clock.advance(5_000)
    const begin = world.clock.now()
    world.scansTravelAt = (now) => Math.max(now, begin + opensAt)
    const id = await world.submit(2)
    await world.clock.advance(opensAt / 2)
    return { world, id }
  }

  it('let the announcement go at once, keep the scans until then, and say until when', async () => {
    const { world, id } = await closedWorld()
    expect([...world.hub.partsOf(id)]).toEqual([])
    expect(world.hub.made.get(id)).toBeUndefined()
    expect(world.engine.snapshot()).toMatchObject({ link: 'online', pendingIntakes: 1 })
    expect(world.engine.snapshot().scansWaitUntil).not.toBeNull()
    await world.clock.advance(opensAt / 2 + 60_000)
    expect(world.hub.made.get(id)).toBe(1)
    expect(world.engine.snapshot()).toMatchObject({ pendingIntakes: 0, scansWaitUntil: null })
  })

  it('do not keep back what a person wants sent now', async () => {
    const { world, id } = await closedWorld()
    const outcome = world.engine.syncNow()
    await world.clock.advance(60_000)
    expect(await outcome).toMatchObject({ delivered: 1, stillPending: 0, problem: null })
    expect(world.hub.made.get(id)).toBe(1)
  })
})

describe('when something else stands still', () => {
  it('does not wait for months after the clock was set back', async () => {
    const world = new World()
    await world.start()
    await world.clock.advance(1)
    world.hub.script(['broken', 'broken', 'broken', 'broken'])
    await world.submit(1)
    await world.clock.advance(1)
    world.clock.setWall(-48 * 24 * 60 * minuteMs)
    await world.clock.advance(5 * minuteMs)
    expect(world.hub.made.size).toBe(1)
  })

  it('goes on delivering, and can be stopped, while the main process does not answer an acknowledgement', async () => {
    const world = new World()
    world.keeper.acknowledge = () => new Promise<never>(() => undefined)
    await world.start()
    for (let index = 0; index < 5; index++) await world.submit(1)
    await world.clock.advance(5_000)
    expect(world.hub.made.size).toBe(5)
    expect(world.engine.snapshot()).toMatchObject({ link: 'online', pendingIntakes: 0, sending: null })
    expect(world.store.disk.cursor).toBe('epoch-0/5')
    await world.engine.stop()
  })
})

describe('when the store cannot be read for a while', () => {
  it('says again what waits as soon as it can, though nothing else happens', async () => {
    const world = new World()
    await world.start()
    const pending = world.store.pending.bind(world.store)
    await world.submit(1)
    world.store.pending = () => Promise.reject(new Error('the disk is full'))
    await world.clock.advance(5_000)
    expect(world.hub.made.size).toBe(1)
    expect(world.engine.snapshot().pendingIntakes).toBe(1)
    world.store.pending = pending
    await world.clock.advance(2 * minuteMs)
    expect(world.engine.snapshot().pendingIntakes).toBe(0)
  })
})

describe('a hub that was restored from a back-up', () => {
  it('gets again what it has lost, once, whatever the line does meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...faults), { maxLength: 12 }),
        fc.nat(3),
        fc.nat(4),
        fc.boolean(),
        async (script, before, after, crash) => {
          const world = new World()
          await world.start()
          for (let at = 0; at < before; at++) await world.submit(2)
          await world.clock.advance(10_000)
          const restore = world.hub.backUp()
          for (let at = 0; at < after; at++) await world.submit(2)
          await world.clock.advance(1_000)
          // Of the old ones, and of the new ones, somebody takes one back; the hub confirms both.
          await world.takeBack('i0')
          await world.takeBack(`i${before}`)
          await world.clock.advance(10_000)
          expect(world.hub.made.size).toBe(before + after)
          restore()
          world.hub.script(script)
          if (crash) await world.crash()
          await world.clock.advance(10 * minuteMs)
          world.check()
          expect([...world.hub.made.keys()].sort()).toEqual([...world.submitted].sort())
          expect(world.store.disk.epoch).toBe(world.hub.epoch)
          expect(world.store.disk.outbox.size).toBe(0)
          for (const record of world.store.disk.records.values()) {
            expect(record.delivery).toBe('delivered')
            expect(world.hub.takenBack.get(record.intakeId)).toBe(record.withdrawal?.withdrawalId)
          }
          await world.engine.stop()
        },
      ),
      { numRuns: 60, endOnFailure: true },
    )
  }, 60_000)

  it('is not asked a second time', async () => {
    const world = new World()
    await world.start()
    await world.submit(1)
    await world.clock.advance(10_000)
    world.hub.backUp()()
    let asked = 0
    const compare = world.hub.compare.bind(world.hub)
    world.hub.compare = (holdings) => {
      asked += 1
      return compare(holdings)
    }
    await world.clock.advance(minuteMs)
    expect(asked).toBe(1)
  })
})

describe('when the hub answers badly', () => {
  it('never stays at sending when no answer comes', async () => {
    const world = new World()
    await world.start()
    await world.clock.advance(1)
    world.hub.script(['stall', 'stall', 'stall'])
    await world.submit(1)
    expect(world.engine.snapshot().sending).not.toBeNull()
    await world.clock.advance(31_000)
    expect(world.engine.snapshot()).toMatchObject({ link: 'offline', reason: 'hub.timeout', sending: null })
    await world.clock.advance(5 * minuteMs)
    expect(world.hub.made.size).toBe(1)
  })

  it('makes a task of a refused intake, and nothing else waits for it', async () => {
    const world = new World()
    await world.start()
    world.hub.refuses.add('i0')
    await world.submit(2)
    await world.submit(2)
    await world.clock.advance(5_000)
    world.check()
    expect(world.store.disk.records.get('i0')).toMatchObject({
      delivery: 'refused',
      tasks: [{ kind: 'refused', state: 'new' }],
    })
    expect(world.store.disk.records.get('i1')?.delivery).toBe('delivered')
    expect(world.changes).toContainEqual(expect.objectContaining({ kind: 'task' }))
    expect(world.store.disk.outbox.size).toBeGreaterThan(0)
  })

  it('waits for a terminal to be approved, and goes on by itself then', async () => {
    const world = new World()
    await world.start()
    await world.clock.advance(1)
    world.hub.script(Array.from({ length: 20 }, (): Fault => 'parked'))
    await world.submit(1)
    await world.clock.advance(10_000)
    expect(world.engine.snapshot()).toMatchObject({
      link: 'parked',
      reason: 'hub.terminal-pending',
      pendingIntakes: 1,
    })
    await world.clock.advance(2 * minuteMs)
    expect(world.hub.made.size).toBe(1)
  })

  it('leaves a busy hub alone for as long as it asked', async () => {
    const world = new World()
    await world.start()
    await world.clock.advance(1)
    world.hub.script(['busy'])
    await world.submit(1)
    await world.clock.advance(1)
    world.hub.requests = 0
    await world.clock.advance(19_000)
    expect(world.hub.requests).toBe(0)
    await world.clock.advance(5_000)
    expect(world.hub.made.size).toBe(1)
  })

  it('does not let an intake that always fails hold up the others', async () => {
    const world = new World()
    await world.start()
    await world.clock.advance(1)
    const announce = world.hub.announce.bind(world.hub)
    world.hub.announce = (packet) => {
      if (packet.intakeId !== 'i0') return announce(packet)
      return Promise.resolve({
        ok: false,
        problem: { class: 'retry', code: 'hub.internal', status: 500, retryAfterMs: null, detail: '' },
      })
    }
    for (let index = 0; index < 8; index++) await world.submit(2)
    await world.clock.advance(10_000)
    expect(world.hub.made.size).toBe(7)
    expect(world.engine.snapshot()).toMatchObject({ link: 'online', pendingIntakes: 1 })
  })
})
