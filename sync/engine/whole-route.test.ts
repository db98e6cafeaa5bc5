import { describe, expect, it } from 'vitest'
import { World } from './world.test-support.ts'

describe('a line that is known to be fast', () => {
  const scan = 100_000

  async function fastWorld(): Promise<World> {
    const world = new World()
    await world.start()
    await world.clock.advance(5_000)
    // What is known of the line before is nothing: the first goes step by step.
    await world.submit(2, scan)
    await world.clock.advance(1_000)
    expect(world.hub.made.size).toBe(1)
    expect(world.hub.whole).toEqual([])
    return world
  }

  it('carries an intake in one request', async () => {
    const world = await fastWorld()
    const before = world.hub.requests
    const id = await world.submit(4, scan)
    await world.clock.advance(100)
    expect(world.hub.whole).toEqual([id])
    expect(world.hub.requests - before).toBe(1)
    expect(world.hub.made.get(id)).toBe(1)
    world.check()
  })

  it('carries those that were announced while nothing was known of it', async () => {
    const world = new World()
    world.hub.cut = true
    await world.start()
    for (let index = 0; index < 8; index++) await world.submit(3, scan)
    world.hub.cut = false
    await world.clock.advance(20_000)
    expect(world.hub.made.size).toBe(8)
    // As many as travel side by side find out how fast it is.
    expect(world.hub.whole.length).toBeGreaterThanOrEqual(8 - 3)
    world.check()
  })

  it('is asked step by step again after it broke', async () => {
    const world = await fastWorld()
    world.hub.script(['lost-answer', 'lost-request'])
    const id = await world.submit(4, scan)
    const other = await world.submit(4, scan)
    await world.clock.advance(60_000)
    expect(world.hub.made.get(id)).toBe(1)
    expect(world.hub.made.get(other)).toBe(1)
    expect(world.hub.whole).toEqual([id])
    world.check()
  })

  it('is given no whole packet by hours, nor one that would take long', async () => {
    const world = await fastWorld()
    const begin = world.clock.now()
    world.scansTravelAt = (now) => Math.max(now, begin + 60_000)
    const waiting = await world.submit(2, scan)
    await world.clock.advance(30_000)
    expect(world.hub.made.has(waiting)).toBe(false)
    world.scansTravelAt = (now) => now
    const large = await world.submit(4, 4 * 1024 * 1024)
    await world.clock.advance(60_000)
    expect(world.hub.made.get(large)).toBe(1)
    expect(world.hub.whole).toEqual([waiting])
  })

  it.each([
    ['a hub that knows no whole packets', 'hub.not-found', 404],
    ['a packet file that cannot be read', 'packet.damaged', 0],
  ])('goes step by step, and without having failed, for %s', async (_, code, status) => {
    const world = await fastWorld()
    const refused = { class: 'refuse', code, status, retryAfterMs: null, detail: '' } as const
    world.hub.deliver = () => Promise.resolve({ ok: false, problem: refused })
    const id = await world.submit(4, scan)
    await world.clock.advance(1_000)
    expect(world.hub.made.get(id)).toBe(1)
    expect(world.engine.snapshot()).toMatchObject({ link: 'online', pendingIntakes: 0 })
  })
})

describe('a program that ends in the middle of an intake', () => {
  it('announces it again and sends only what the hub has not got', async () => {
    const world = new World()
    await world.start()
    await world.clock.advance(5_000)
    const sent: string[] = []
    const { uploadPart } = world.hub
    world.hub.uploadPart = (part) => {
      sent.push(part.partId)
      // The third part is on its way when the power goes.
      if (sent.length === 3) return new Promise(() => undefined)
      return uploadPart.call(world.hub, part)
    }
    const id = await world.submit(4)
    await world.clock.advance(1_000)
    expect(sent).toEqual(['p0', 'p1', 'p2'])
    await world.crash()
    await world.clock.advance(10_000)
    expect(sent).toEqual(['p0', 'p1', 'p2', 'p2', 'p3'])
    expect(world.hub.made.get(id)).toBe(1)
    world.check()
  })
})
