import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { encodePacketFile } from '#sync/packet'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { onEachDatabase } from './each-database.test-support.ts'
import type { TestPacket, TestTerminal } from './terminal.test-support.ts'
import type { TestHub } from './test-hub.test-support.ts'

const sixMatters = 6

onEachDatabase('a packet that comes whole', (start) => {
  let hub: TestHub
  let terminal: TestTerminal

  beforeAll(async () => {
    hub = await start()
    terminal = await hub.terminal()
  }, 60_000)
  afterAll(() => hub.remove())

  const fileOf = (packet: TestPacket): Uint8Array =>
    encodePacketFile(packet.headerBytes, packet.signature, packet.parts)
  const send = (
    { intakeId }: { intakeId: string },
    file: Uint8Array,
    by = terminal,
  ): ReturnType<TestTerminal['client']['deliver']> =>
    by.client.deliver({ intakeId, whole: true, read: async () => file })
  const newPacket = (): Promise<TestPacket> => terminal.packet(hub.keys.publicKey)
  const stored = (intakeId: string): Promise<string[]> =>
    readdir(join(hub.folder, 'parts', intakeId)).catch(() => [])
  async function codeOf(answer: ReturnType<TestTerminal['client']['deliver']>): Promise<string> {
    const settled = await answer
    return settled.ok ? 'taken' : settled.failure.code
  }
  async function traces(intakeId: string): Promise<number> {
    const rows = await hub.database.rows('SELECT 1 FROM intakes WHERE intake_id = $1', [intakeId])
    return rows.length + (await stored(intakeId)).length
  }

  it('is taken in as one that comes step by step, and its scans are kept', async () => {
    const [packet, stepwise] = [await newPacket(), await newPacket()]
    const answer = await send(packet, fileOf(packet))
    await terminal.deliver(stepwise)
    const other = await terminal.client.commit(stepwise.intakeId, 'key')
    if (!answer.ok || !other.ok) throw new Error('one was not taken')
    expect(answer.value.packetHash).toBe(packet.packetHash)
    expect(answer.value.cases).toHaveLength(sixMatters)
    const shape = ({ cases }: typeof answer.value): unknown =>
      cases.map(({ matterId, department, status }) => ({ matterId, department, status }))
    expect(shape(answer.value)).toEqual(shape(other.value))
    expect((await stored(packet.intakeId)).sort()).toEqual(['intake.part', 'scan-1.part'])
    const feed = await terminal.client.feed(null)
    if (!feed.ok) throw new Error(feed.failure.code)
    const told = feed.value.events.filter((event) => event.intakeId === packet.intakeId)
    expect(told.map(({ type }) => type)).toEqual(['intake.accepted'])
  })

  it('is there once, with one answer, however it comes and however often', async () => {
    const packet = await newPacket()
    await terminal.client.announce(packet)
    const file = fileOf(packet)
    const answers = await Promise.all([send(packet, file), send(packet, file), send(packet, file)])
    await terminal.deliver(packet)
    answers.push(await terminal.client.commit(packet.intakeId, 'key'), await send(packet, file))
    expect(answers.every((answer) => answer.ok)).toBe(true)
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(
      await hub.database.rows('SELECT 1 FROM cases WHERE intake_id = $1', [packet.intakeId]),
    ).toHaveLength(sixMatters)
  })

  it('leaves nothing behind when it is refused', async () => {
    const damaged = await newPacket()
    const file = fileOf(damaged)
    file[file.length - 1] = (file.at(-1) ?? 0) ^ 1
    expect(await codeOf(send(damaged, file))).toBe('hub.digest-mismatch')
    expect(await traces(damaged.intakeId)).toBe(0)

    const forged = await newPacket()
    const unsigned = encodePacketFile(forged.headerBytes, new Uint8Array(64), forged.parts)
    expect(await codeOf(send(forged, unsigned))).toBe('hub.packet-invalid')
    expect(await codeOf(send(forged, fileOf(forged).subarray(0, 500)))).toBe('hub.packet-invalid')
    expect(await codeOf(send({ intakeId: damaged.intakeId }, fileOf(forged)))).toBe('hub.packet-invalid')
    const stranger = await hub.terminal()
    expect(await codeOf(send(forged, fileOf(forged), stranger))).toBe('hub.packet-invalid')
    expect((await traces(forged.intakeId)) + (await traces(damaged.intakeId))).toBe(0)

    const unknown = await terminal.packet(hub.keys.publicKey, { themeId: 'of-no-catalogue' })
    expect(await codeOf(send(unknown, fileOf(unknown)))).toBe('hub.packet-invalid')
    expect(await traces(unknown.intakeId)).toBe(0)
    // The same terminal goes on.
    expect(await codeOf(send(forged, fileOf(forged)))).toBe('taken')
  })

  it('does not take the place of another under the same id', async () => {
    const first = await newPacket()
    expect(await codeOf(send(first, fileOf(first)))).toBe('taken')
    const second = await terminal.packet(hub.keys.publicKey, { intakeId: first.intakeId })
    expect(second.packetHash).not.toBe(first.packetHash)
    expect(await codeOf(send(second, fileOf(second)))).toBe('hub.hash-conflict')
    const again = await send(first, fileOf(first))
    expect(again.ok && again.value.packetHash).toBe(first.packetHash)
  })
})
