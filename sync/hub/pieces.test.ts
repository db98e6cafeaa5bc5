import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { onEachDatabase } from './each-database.test-support.ts'
import type { TestPacket, TestTerminal } from './terminal.test-support.ts'
import type { TestHub } from './test-hub.test-support.ts'

onEachDatabase('a part that comes piece by piece', (start) => {
  let hub: TestHub
  let terminal: TestTerminal
  let packet: TestPacket
  let whole: Uint8Array

  beforeAll(async () => {
    hub = await start()
    terminal = await hub.terminal()
  }, 60_000)
  afterAll(() => hub.remove())
  beforeEach(async () => {
    packet = await terminal.packet(hub.keys.publicKey)
    await terminal.client.announce(packet)
    const { bytes } = packet.parts[1] as { bytes: Uint8Array }
    whole = bytes
  })

  const path = (): string => `/intakes/${packet.intakeId}/parts/scan-1`
  const begunFile = (): string => join(hub.folder, 'parts', packet.intakeId, 'scan-1.begun')

  async function ask(): Promise<unknown> {
    const answer = await terminal.port.send({ method: 'GET', path: path(), body: null })
    return JSON.parse(Buffer.from(answer.body).toString())
  }
  async function put(from: number, to: number, bytes = whole.subarray(from, to)): Promise<unknown> {
    const answer = await terminal.port.send({
      method: 'PUT',
      path: `${path()}/pieces/${from}`,
      contentType: 'application/octet-stream',
      body: bytes,
    })
    const { received, type } = JSON.parse(Buffer.from(answer.body).toString()) as {
      received?: number
      type?: string
    }
    return received ?? type?.split(':').at(-1)
  }
  async function commits(): Promise<boolean> {
    await terminal.client.uploadPart({
      intakeId: packet.intakeId,
      partId: 'intake',
      read: async () => packet.parts[0]?.bytes as Uint8Array,
    })
    return (await terminal.client.commit(packet.intakeId, 'key')).ok
  }

  it('is whole after its last piece, whatever was repeated on the way', async () => {
    expect(await ask()).toEqual({ received: 0, size: whole.length })
    expect(await put(0, 2_000)).toBe(2_000)
    expect(await put(0, 2_000)).toBe(2_000)
    expect(await put(0, 500)).toBe(2_000)
    expect(await ask()).toEqual({ received: 2_000, size: whole.length })
    expect(await put(2_000, whole.length)).toBe(whole.length)
    expect(await put(2_000, whole.length)).toBe(whole.length)
    expect(await ask()).toEqual({ received: whole.length, size: whole.length })
    expect(new Uint8Array(await readFile(join(hub.folder, 'parts', packet.intakeId, 'scan-1.part')))).toEqual(
      whole,
    )
    expect(await commits()).toBe(true)
    expect(
      await hub.database.rows('SELECT 1 FROM part_offsets WHERE intake_id = $1', [packet.intakeId]),
    ).toEqual([])
  })

  it('takes no piece that leaves a gap, and none beyond its end', async () => {
    expect(await put(1_000, 2_000)).toBe('offset-conflict')
    await put(0, 1_000)
    expect(await put(500, 1_500)).toBe('offset-conflict')
    expect(await put(1_000, whole.length, new Uint8Array(whole.length))).toBe('too-large')
    expect(await ask()).toEqual({ received: 1_000, size: whole.length })
  })

  it('is thrown away and begun anew when the whole is not what was signed', async () => {
    const wrong = new Uint8Array(whole)
    wrong[10] = (wrong[10] as number) ^ 1
    await put(0, 1_000, wrong.subarray(0, 1_000))
    expect(await put(1_000, whole.length)).toBe('digest-mismatch')
    expect(await ask()).toEqual({ received: 0, size: whole.length })
    await put(0, whole.length)
    expect(await commits()).toBe(true)
  })

  it('goes on from what the disk has, when that is less than was noted', async () => {
    await put(0, 3_000)
    await truncate(begunFile(), 1_200)
    expect(await ask()).toEqual({ received: 1_200, size: whole.length })
    expect(await put(3_000, 4_000)).toBe('offset-conflict')
    expect(await put(1_200, whole.length)).toBe(whole.length)
    expect(await commits()).toBe(true)
  })

  it('loses what a torn write left behind its last noted byte', async () => {
    await put(0, 1_000)
    const begun = await readFile(begunFile())
    await writeFile(begunFile(), Buffer.concat([begun, Buffer.alloc(700, 0xff)]))
    expect(await ask()).toEqual({ received: 1_000, size: whole.length })
    await put(1_000, whole.length)
    expect(await commits()).toBe(true)
  })

  it('is finished by the next question when the hub ended before it had looked at the whole', async () => {
    await put(0, 1_000)
    await writeFile(begunFile(), whole)
    await hub.database.rows('UPDATE part_offsets SET received = $2 WHERE intake_id = $1', [
      packet.intakeId,
      whole.length,
    ])
    expect(await ask()).toEqual({ received: whole.length, size: whole.length })
    expect(await commits()).toBe(true)
  })

  it('comes once although every piece comes twice at the same time', async () => {
    for (let from = 0; from < whole.length; from += 1_000) {
      const to = Math.min(from + 1_000, whole.length)
      expect(await Promise.all([put(from, to), put(from, to)])).toEqual([to, to])
    }
    expect(await commits()).toBe(true)
  })

  it('is nobody else’s to ask about or to add to', async () => {
    const stranger = await hub.terminal()
    const asked = await stranger.port.send({ method: 'GET', path: path(), body: null })
    const added = await stranger.port.send({ method: 'PUT', path: `${path()}/pieces/0`, body: whole })
    expect([asked.status, added.status]).toEqual([404, 404])
  })
})
