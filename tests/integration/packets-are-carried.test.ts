import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { intakeListSchema } from '#sync/api'
import { encodePacketFile } from '#sync/packet'
import type { TestPacket, TestTerminal } from '../../sync/hub/terminal.test-support.ts'
import { TestHub } from '../../sync/hub/test-hub.test-support.ts'
import { runCommand } from '../../sync/carry/cli/run-command.ts'
import { exportPackets, importPackets } from '#sync/carry'

let hub: TestHub
beforeAll(async () => {
  hub = await TestHub.start()
})
afterAll(() => hub.remove())

let folder: string
let packets: string
let stick: string
let terminal: TestTerminal
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carry-'))
  packets = join(folder, 'packets')
  stick = join(folder, 'stick')
  await mkdir(packets)
  terminal = await hub.terminal()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const fileOf = (at: string, { intakeId }: { intakeId: string }): string => join(at, `${intakeId}.ycpk`)
const access = () => ({ url: hub.url, token: hub.staffToken })

/** Intakes as the terminal's main process keeps them. */
async function keep(count: number): Promise<TestPacket[]> {
  const kept: TestPacket[] = []
  for (let at = 0; at < count; at += 1) {
    const packet = await terminal.packet(hub.keys.publicKey)
    await writeFile(
      fileOf(packets, packet),
      encodePacketFile(packet.headerBytes, packet.signature, packet.parts),
    )
    kept.push(packet)
  }
  return kept
}

const delivered = (packet: TestPacket): Promise<void> =>
  writeFile(join(packets, `${packet.intakeId}.ack`), packet.packetHash)

/** What the hub has of this terminal. */
async function atHub(): Promise<{ intakeId: string; state: string; packetHash: string }[]> {
  const { json } = await hub.staff('GET', '/intakes')
  return intakeListSchema.parse(json).intakes.filter(({ terminalId }) => terminalId === terminal.terminalId)
}

describe('packets on a stick', () => {
  it('are those that the hub does not have, byte for byte, and are not copied twice', async () => {
    const [first, second, third] = (await keep(3)) as [TestPacket, TestPacket, TestPacket]
    await delivered(second)
    expect(await exportPackets(packets, stick)).toEqual({ copied: 2, already: 0, delivered: 1, damaged: [] })
    expect((await readdir(stick)).sort()).toEqual(
      [first, third].map(({ intakeId }) => `${intakeId}.ycpk`).sort(),
    )
    expect(await readFile(fileOf(stick, first))).toEqual(await readFile(fileOf(packets, first)))
    expect(await exportPackets(packets, stick)).toMatchObject({ copied: 0, already: 2 })
    expect(await exportPackets(packets, stick, { all: true })).toMatchObject({ copied: 1, already: 2 })
  })

  it('that are damaged at home are told and left behind; damaged on the stick they are written anew', async () => {
    const [good, bad] = (await keep(2)) as [TestPacket, TestPacket]
    const bytes = await readFile(fileOf(packets, bad))
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    await writeFile(fileOf(packets, bad), bytes)
    const report = await exportPackets(packets, stick)
    expect(report).toMatchObject({ copied: 1, damaged: [{ code: 'packet.wrong-digest' }] })
    await truncate(fileOf(stick, good), 500)
    await writeFile(join(stick, '.0b1f3c1e-0d5c-4c5e-9a51-0d2f8f1f0a01.tmp'), 'half of one')
    expect(await exportPackets(packets, stick)).toMatchObject({ copied: 1, already: 0 })
    expect(await readdir(stick)).toEqual([`${good.intakeId}.ycpk`])
  })

  it('enter the hub once, however often they are brought, and whatever came over the line meanwhile', async () => {
    const [first, second] = (await keep(2)) as [TestPacket, TestPacket]
    await exportPackets(packets, stick)
    // The line came back for one of them, half-way.
    await terminal.client.announce(first)
    const { packets: brought } = await importPackets(stick, access())
    expect(brought.map(({ outcome }) => outcome)).toEqual(['received', 'received'])
    const again = await importPackets(stick, access())
    expect(again.packets.map(({ outcome }) => outcome)).toEqual(['already', 'already'])
    expect(again.packets.map(({ provinceNumber }) => provinceNumber)).toEqual(
      brought.map(({ provinceNumber }) => provinceNumber),
    )
    // Then the line is there for all: the terminal sends what the hub has, and is told so.
    await terminal.deliver(second)
    expect(await terminal.client.commit(second.intakeId, 'k')).toMatchObject({
      ok: true,
      value: { packetHash: second.packetHash, provinceNumber: brought[1]?.provinceNumber },
    })
    expect(await atHub()).toEqual(
      [first, second].map(
        ({ intakeId, packetHash }) =>
          expect.objectContaining({ intakeId, packetHash, state: 'committed' }) as object,
      ),
    )
  })

  it('are told apart: forged, of a stranger, damaged, or no packet at all', async () => {
    const [forged, stranger, whole] = (await keep(3)) as [TestPacket, TestPacket, TestPacket]
    await exportPackets(packets, stick)
    const signature = Uint8Array.from(forged.signature)
    signature[0] = (signature[0] ?? 0) ^ 1
    await writeFile(fileOf(stick, forged), encodePacketFile(forged.headerBytes, signature, forged.parts))
    const other = await (await otherTerminal()).packet(hub.keys.publicKey)
    await rm(fileOf(stick, stranger))
    await writeFile(fileOf(stick, other), encodePacketFile(other.headerBytes, other.signature, other.parts))
    await writeFile(join(stick, 'holiday.ycpk'), 'no packet at all')
    await copyFile(fileOf(stick, whole), join(stick, 'second-copy.ycpk'))
    const { packets: brought, damaged } = await importPackets(stick, access())
    const outcomes = Object.fromEntries(brought.map(({ file, outcome, code }) => [file, code ?? outcome]))
    expect(outcomes[fileOf(stick, forged)]).toBe('hub.packet-invalid')
    expect(outcomes[fileOf(stick, other)]).toBe('hub.terminal-unknown')
    expect([outcomes[fileOf(stick, whole)], outcomes[join(stick, 'second-copy.ycpk')]].sort()).toEqual([
      'already',
      'received',
    ])
    expect(damaged.map(({ code }) => code)).toEqual(['packet.not-a-packet'])
    expect(await atHub()).toHaveLength(1)
  })

  it('are not taken from who is no staff, and are told as not brought where there is no hub', async () => {
    await keep(1)
    const strange = await importPackets(packets, { ...access(), token: 'guess' })
    expect(strange.packets).toMatchObject([{ outcome: 'refused', code: 'hub.not-authorised' }])
    const nowhere = await importPackets(packets, { ...access(), url: 'http://127.0.0.1:9' })
    expect(nowhere.packets).toMatchObject([{ outcome: 'not-reached', code: 'hub.unreachable' }])
    expect(await atHub()).toEqual([])
  })
})

/** A terminal that the hub has never heard of. */
async function otherTerminal(): Promise<TestTerminal> {
  const elsewhere = await TestHub.start()
  try {
    const made = await elsewhere.terminal()
    Object.defineProperty(made, 'terminalId', { value: 'T99' })
    return made
  } finally {
    await elsewhere.remove()
  }
}

describe('the command', () => {
  it('verifies, lists, exports and imports, and ends with what a script can go by', async () => {
    const [first] = (await keep(2)) as [TestPacket, TestPacket]
    await delivered(first)
    expect(await runCommand(['verify', packets])).toMatchObject({
      exitCode: 0,
      json: { ok: true, verified: 2 },
    })
    expect(await runCommand(['list', packets])).toMatchObject({
      json: { packets: [{ receiptNumber: first.receiptNumber, delivered: true }, { delivered: false }] },
    })
    // The terminal's own folder does as well as the packets in it.
    const carried = await runCommand(['export', '--from', folder, '--out', stick])
    expect(carried).toMatchObject({ exitCode: 0, json: { copied: 1, delivered: 1 } })
    const args = ['import', stick, '--hub', hub.url, '--token', hub.staffToken]
    expect(await runCommand(args)).toMatchObject({
      exitCode: 0,
      json: { packets: [{ outcome: 'received' }] },
    })
    await writeFile(join(stick, 'bad.ycpk'), 'YCPK')
    expect(await runCommand(args)).toMatchObject({
      exitCode: 3,
      json: { ok: false, packets: [{ outcome: 'already' }], damaged: [{ code: 'packet.wrong-size' }] },
    })
    expect(await runCommand(['verify', stick])).toMatchObject({
      exitCode: 3,
      json: { ok: false, verified: 1 },
    })
  })

  it('checks the signature where it is given the terminal’s key', async () => {
    const [packet] = (await keep(1)) as [TestPacket]
    const rows = await hub.database.rows<{ public_key: string }>(
      'SELECT public_key FROM terminals WHERE terminal_id = $1',
      [terminal.terminalId],
    )
    const key = rows[0]?.public_key ?? ''
    expect(await runCommand(['verify', packets, '--key', key])).toMatchObject({
      exitCode: 0,
      json: { signatureChecked: true },
    })
    const other = await hub.terminal()
    const forged = encodePacketFile(packet.headerBytes, other.sign(packet.headerBytes), packet.parts)
    await writeFile(fileOf(packets, packet), forged)
    expect(await runCommand(['verify', packets, '--key', key])).toMatchObject({
      exitCode: 3,
      json: { damaged: [{ code: 'packet.wrong-signature' }] },
    })
  })

  it.each([
    [[]],
    [['open', '/tmp']],
    [['verify']],
    [['verify', '/no/such/folder']],
    [['import', '/tmp', '--hub', 'ftp://x', '--token', 't']],
    [['export', '--from', '/tmp']],
    [['list', '/tmp', '--what']],
  ])('says how it is used: %j', async (args) => {
    expect(await runCommand(args)).toMatchObject({ exitCode: 2, json: { error: { code: 'cli.usage' } } })
  })

  it('says so where the medium does not take it', async () => {
    await keep(1)
    await symlink('/proc/version', stick)
    const outcome = await runCommand(['export', '--from', packets, '--out', stick])
    expect(outcome).toMatchObject({ exitCode: 3, json: { ok: false } })
    expect(outcome.lines[0]).toContain('没有做完')
  })

  it('is what npm runs, with one JSON document on stdout', async () => {
    await keep(1)
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'sync/carry/cli/main.ts', 'list', packets, '--json'],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    expect(await once(child, 'close')).toEqual([0, null])
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, packets: [{ delivered: false }] })
  })
})
