import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatReceiptNumber, type Intake } from '#sync/model'
import { decodePacketFile, type HubPublicKey, openPacket, type SealedPacket, sealPacket } from '#sync/packet'
import { openKeyCustody } from './key-custody.ts'
import { PacketStore } from './packet-store.ts'
import { openIdentity, type TerminalIdentity } from './terminal-identity.ts'

const place = { siteCode: '430102', terminalId: 'T01' }
const terminal = { keyId: 'k1', key: new Uint8Array(32).fill(3) }
const noSystem = {
  isTrustworthy: () => false,
  encrypt: () => Promise.reject(),
  decrypt: () => Promise.reject(),
}

function numberOf(sequence: number): string {
  return formatReceiptNumber({ ...place, day: '20261123', sequence })
}

async function hubKey(): Promise<HubPublicKey> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
  const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  return { keyId: 'h1', publicKey: { kty: 'EC', crv: 'P-256', x: x as string, y: y as string } }
}

async function seal(intakeId: string, receiptNumber: string): Promise<SealedPacket> {
  const at = '2026-11-23T01:00:00.000Z'
  const intake: Intake = {
    schema: 1,
    intakeId,
    receiptNumber,
    themeId: 'birth',
    catalogueVersion: '1',
    answers: {},
    values: {},
    matters: ['birth-certificate'],
    materials: [],
    attachments: [],
    signature: { signer: 'mother', image: 'x', statement: '', signedDigest: '0'.repeat(64), signedAt: at },
    operator: { id: '1001', name: '演示员' },
    terminal: { id: place.terminalId, siteCode: place.siteCode },
    startedAt: at,
    submittedAt: at,
    audit: [],
    overrides: [],
    representation: null,
    supplement: null,
  }
  return sealPacket({ intake, attachments: new Map() }, { terminal, hub: await hubKey() })
}

describe('the packets on disk', () => {
  let folder: string
  let identity: TerminalIdentity
  let store: PacketStore
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packets-'))
    const keys = await openKeyCustody({ custody: 'file', file: 'k.key' }, folder, folder, noSystem)
    identity = await openIdentity(folder, keys)
    store = new PacketStore(join(folder, 'packets'), place, identity)
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  async function write(sequence: number): Promise<{ intakeId: string; packetHash: string }> {
    const intakeId = randomUUID()
    const sealed = await seal(intakeId, numberOf(sequence))
    const { packetHash } = await store.write({ intakeId, receiptNumber: numberOf(sequence), ...sealed })
    expect(packetHash).toBe(sealed.packetHash)
    return { intakeId, packetHash }
  }

  const restarted = (): PacketStore => new PacketStore(join(folder, 'packets'), place, identity)

  it('are there after a restart, in order, and open with the terminal key', async () => {
    const second = await write(2)
    const first = await write(1)
    const rows = await restarted().list()
    expect(rows.map((row) => row.intakeId)).toEqual([first.intakeId, second.intakeId])
    expect(await restarted().highestSequence()).toBe(2)
    expect(await restarted().numberOf(first.intakeId)).toBe(numberOf(1))
    const packet = decodePacketFile(await restarted().read(first.intakeId))
    expect((await openPacket(packet, { as: 'terminal', key: terminal })).intake.intakeId).toBe(first.intakeId)
  })

  it('refuse a header of another intake, number or terminal', async () => {
    const intakeId = randomUUID()
    const sealed = await seal(intakeId, numberOf(1))
    await expect(store.write({ intakeId, receiptNumber: numberOf(2), ...sealed })).rejects.toMatchObject({
      code: 'packet.mismatch',
    })
    const elsewhere = new PacketStore(join(folder, 'packets'), { ...place, terminalId: 'T02' }, identity)
    await expect(elsewhere.write({ intakeId, receiptNumber: numberOf(1), ...sealed })).rejects.toMatchObject({
      code: 'packet.mismatch',
    })
    expect(await store.list()).toEqual([])
  })

  it('refuse parts that are not what the header says', async () => {
    const intakeId = randomUUID()
    const sealed = await seal(intakeId, numberOf(1))
    const parts = sealed.parts.map((part) => ({ id: part.id, bytes: part.bytes.map((byte) => byte ^ 1) }))
    await expect(
      store.write({ intakeId, receiptNumber: numberOf(1), headerBytes: sealed.headerBytes, parts }),
    ).rejects.toMatchObject({ code: 'packet.damaged' })
    expect(await store.list()).toEqual([])
  })

  it('are acknowledged for good, by exactly their hash, and cannot be taken back then', async () => {
    const { intakeId, packetHash } = await write(1)
    await expect(store.acknowledge(intakeId, 'f'.repeat(64))).rejects.toMatchObject({
      code: 'packet.mismatch',
    })
    await store.acknowledge(intakeId, packetHash)
    expect((await restarted().list())[0]?.acknowledged).toBe(true)
    await expect(restarted().discard(intakeId)).rejects.toMatchObject({ code: 'packet.acknowledged' })
    expect(await readdir(join(folder, 'packets'))).toContain(`${intakeId}.ycpk`)
  })

  it('are not opened again at a start once they are acknowledged', async () => {
    const [sent, waiting] = [await write(1), await write(2)]
    await store.acknowledge(sent.intakeId, sent.packetHash)
    const before = await restarted().list()
    for (const { intakeId } of [sent, waiting]) await truncate(join(folder, 'packets', `${intakeId}.ycpk`), 5)
    expect(await restarted().list()).toEqual(before.slice(0, 1))
    expect(await restarted().highestSequence()).toBe(1)
  })

  it('are read themselves where what was noted of them is torn, or says too much', async () => {
    const { intakeId, packetHash } = await write(1)
    await store.acknowledge(intakeId, packetHash)
    const before = await restarted().list()
    const noted = join(folder, 'packets', 'acknowledged.json')
    await truncate(noted, 20)
    expect(await restarted().list()).toEqual(before)
    await rm(join(folder, 'packets', `${intakeId}.ack`))
    expect(await restarted().list()).toEqual([{ ...before[0], acknowledged: false }])
  })

  it('go when their time is over: only acknowledged ones, only old ones, and their numbers are given to nobody', async () => {
    const [old, waiting] = [await write(7), await write(3)]
    await store.acknowledge(old.intakeId, old.packetHash)
    const ids = [old.intakeId, waiting.intakeId]
    expect(await store.expire(ids, new Date('2020-01-01'))).toEqual([])
    expect(await store.expire(ids, new Date('2100-01-01'))).toEqual([old.intakeId])
    // Asked again, as after a power cut in between: it is not here any more.
    expect(await restarted().expire(ids, new Date('2100-01-01'))).toEqual([old.intakeId])
    expect((await restarted().list()).map(({ intakeId }) => intakeId)).toEqual([waiting.intakeId])
    expect(await readdir(join(folder, 'packets'))).not.toContain(`${old.intakeId}.ack`)
    expect(await restarted().highestSequence()).toBe(7)
  })

  it('can be taken back before that', async () => {
    const { intakeId } = await write(1)
    await store.discard(intakeId)
    expect(await restarted().list()).toEqual([])
  })

  it('give one part alone, and only as the header has it', async () => {
    const intakeId = randomUUID()
    const sealed = await seal(intakeId, numberOf(1))
    await store.write({ intakeId, receiptNumber: numberOf(1), ...sealed })
    expect(await restarted().readPart(intakeId, 'intake')).toEqual(sealed.parts[0]?.bytes)
    await expect(store.readPart(intakeId, 'scan-9')).rejects.toMatchObject({ code: 'packet.damaged' })
    await expect(store.readPart(randomUUID(), 'intake')).rejects.toMatchObject({ code: 'packet.not-found' })
    const path = join(folder, 'packets', `${intakeId}.ycpk`)
    const whole = await readFile(path)
    whole[whole.length - 1] = (whole.at(-1) as number) ^ 1
    await writeFile(path, whole)
    await expect(store.readPart(intakeId, 'intake')).rejects.toMatchObject({ code: 'packet.damaged' })
  })

  it('tell a torn or changed file when it is read, and leave it where it is', async () => {
    const { intakeId } = await write(1)
    const path = join(folder, 'packets', `${intakeId}.ycpk`)
    const whole = await readFile(path)
    await truncate(path, whole.length - 5)
    await expect(restarted().read(intakeId)).rejects.toMatchObject({ code: 'packet.damaged' })
    whole[whole.length - 1] = (whole.at(-1) as number) ^ 1
    await writeFile(path, whole)
    await expect(restarted().read(intakeId)).rejects.toMatchObject({ code: 'packet.damaged' })
    expect(await readdir(join(folder, 'packets'))).toContain(`${intakeId}.ycpk`)
  })

  it('are not hidden by a file that is no packet, and a half-written one is cleared away', async () => {
    const { intakeId } = await write(1)
    await writeFile(join(folder, 'packets', `${randomUUID()}.ycpk`), 'not a packet at all')
    await writeFile(join(folder, 'packets', `.${randomUUID()}.ycpk.123-1.tmp`), 'half')
    expect((await restarted().list()).map((row) => row.intakeId)).toEqual([intakeId])
    expect((await readdir(join(folder, 'packets'))).some((name) => name.endsWith('.tmp'))).toBe(false)
  })
})
