import { systemClock } from '#sync/engine'
import { openStore } from '#sync/store'
import { describe, expect, it } from 'vitest'
import { fillDraft, Machine, matters } from './desk.test-support.ts'
import { fault } from './file-shell.test-support.ts'
import { expireIntakes } from './retention.ts'

const days = 90
const inFuture = (count: number) => ({ ...systemClock, now: () => Date.now() + count * 86_400_000 })

/** A terminal with one intake that the hub has, and the store beside its desk. */
async function setUp() {
  const machine = await Machine.make()
  const desk = await machine.start()
  const intakeId = await fillDraft(desk)
  await desk.submit(intakeId, { matters })
  await desk.close()
  const store = await openStore({
    name: 'yichuang',
    storeKey: machine.keys.storeKey,
    source: machine.source as never,
  })
  const [row] = await machine.shell.ports.listPackets()
  await machine.shell.ports.acknowledgePacket({ intakeId, packetHash: row?.packetHash ?? '' })
  await store.delivery.change([intakeId], (record) => ({ ...record, delivery: 'delivered' }), {
    removeEntries: (await store.delivery.entriesOf(intakeId)).map(({ entryId }) => entryId),
  })
  const expire = (after: number) =>
    expireIntakes({ store, ports: machine.shell.ports, clock: inFuture(after), days })
  return { machine, store, intakeId, expire }
}

describe('an intake whose time is over', () => {
  it('leaves with its packet, and does not come back at the next start', async () => {
    const { machine, store, intakeId, expire } = await setUp()
    expect(await expire(days - 1)).toBe(0)
    expect(await expire(days + 1)).toBe(1)
    expect(await machine.shell.ports.listPackets()).toEqual([])
    store.close()
    const desk = await machine.start()
    expect(machine.report).toMatchObject({ restored: [], damaged: [] })
    expect(await desk.getIntake(intakeId)).toBeNull()
  })

  it('stays whole when its packet cannot be removed, and goes the next time', async () => {
    const { machine, store, intakeId, expire } = await setUp()
    machine.shell.at = (point) => {
      if (point === 'expire') throw fault('storage.write-failed')
    }
    await expect(expire(days + 1)).rejects.toMatchObject({ code: 'storage.write-failed' })
    expect(await store.intakes.get(intakeId)).not.toBeNull()
    expect(await machine.shell.ports.listPackets()).toHaveLength(1)
    machine.shell.at = () => undefined
    expect(await expire(days + 1)).toBe(1)
  })

  it('is finished by the next time when the power goes between packet and database', async () => {
    const { machine, store, intakeId, expire } = await setUp()
    await machine.shell.ports.expirePackets([intakeId])
    expect(await store.intakes.get(intakeId)).not.toBeNull()
    expect(await expire(days + 1)).toBe(1)
    expect(await store.intakes.get(intakeId)).toBeNull()
  })
})
