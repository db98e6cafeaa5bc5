import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkRecord, type RecordFault, type RecordHead, type RecordLine } from '#sync/audit'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordFiles, TerminalRecord } from './terminal-record.ts'

const terminal = '430102/T01'

function newIdentity() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const { x } = publicKey.export({ format: 'jwk' })
  return {
    publicKey: new Uint8Array(Buffer.from(x as string, 'base64url')),
    sign: (data: Uint8Array) => new Uint8Array(sign(null, data, privateKey)),
    verify: (data: Uint8Array, signature: Uint8Array) => verify(null, data, publicKey, signature),
  }
}

describe('the record of a terminal', () => {
  const identity = newIdentity()
  let profile = ''
  beforeEach(async () => {
    profile = await mkdtemp(join(tmpdir(), 'record-'))
  })
  afterEach(() => rm(profile, { recursive: true, force: true }))

  const opened = (who = identity): Promise<TerminalRecord> =>
    TerminalRecord.open({ profile, terminal, identity: who })
  const firstFile = async (): Promise<string> => (await recordFiles(join(profile, 'audit')))[0] ?? ''
  const linesOn = async (): Promise<string[]> =>
    (await Promise.all((await recordFiles(join(profile, 'audit'))).map((path) => readFile(path, 'utf8'))))
      .join('')
      .split('\n')
      .filter((line) => line !== '')
  const headOn = async (): Promise<RecordHead> =>
    JSON.parse(await readFile(join(profile, 'keys', 'record-head.json'), 'utf8')) as RecordHead
  const check = async (lines?: string[], head?: RecordHead | null): Promise<readonly RecordFault[]> => {
    const given = { terminal, head: head === undefined ? await headOn() : head, verify: identity.verify }
    return (await checkRecord(lines ?? (await linesOn()), given)).faults
  }
  /** Ten lines of an ordinary morning. */
  async function morning(): Promise<string[]> {
    const record = await opened()
    await record.write({ action: 'started', operatorId: null, detail: '0.1.0' })
    for (const operatorId of ['1001', '1002', '1003', '1004']) {
      await record.write({ action: 'sign-in', operatorId })
      await record.write({ action: 'sign-out', operatorId })
    }
    return linesOn()
  }

  it('begins once, goes on after a restart, and holds', async () => {
    await morning()
    const again = await opened()
    await again.write({ action: 'left', operatorId: '9001' })
    const lines = (await linesOn()).map((text) => JSON.parse(text) as RecordLine)
    expect(lines.map(({ action }) => action)).toEqual([
      'begun',
      'started',
      ...Array.from({ length: 4 }, () => ['sign-in', 'sign-out']).flat(),
      'left',
    ])
    expect(await check()).toEqual([])
  })

  it('writes what comes at once one after the other', async () => {
    const record = await opened()
    await Promise.all(
      ['a', 'b', 'c', 'd'].map((detail) => record.write({ action: 'exported', operatorId: '1', detail })),
    )
    expect(await check()).toEqual([])
    expect(await linesOn()).toHaveLength(5)
  })

  it('tells any edit, deletion, exchange and insertion of lines', async () => {
    const lines = await morning()
    const place = fc.nat({ max: lines.length - 1 })
    const spoiled = fc.oneof(
      fc.record({ kind: fc.constant('edit' as const), at: place, to: fc.constantFrom('9001', '-') }),
      fc.record({ kind: fc.constant('delete' as const), at: place, count: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ kind: fc.constant('exchange' as const), at: place, other: place }),
      fc.record({ kind: fc.constant('insert' as const), at: place, other: place }),
    )
    const head = await headOn()
    await fc.assert(
      fc.asyncProperty(spoiled, async (change) => {
        const found = [...lines]
        if (change.kind === 'edit') {
          const line = { ...(JSON.parse(found[change.at] as string) as RecordLine), operatorId: change.to }
          found[change.at] = JSON.stringify(line)
        } else if (change.kind === 'delete') found.splice(change.at, change.count)
        else if (change.kind === 'exchange') {
          const kept = found[change.at] as string
          found[change.at] = found[change.other] as string
          found[change.other] = kept
        } else found.splice(change.at, 0, found[change.other] as string)
        fc.pre(found.join('\n') !== lines.join('\n'))
        expect(await check(found, head)).not.toEqual([])
      }),
    )
  })

  it('is nobody else’s: a chain that another key has signed is told, head and all', async () => {
    await opened(newIdentity())
    const kinds = (await check()).map(({ kind }) => kind)
    expect(kinds).toEqual(['forged', 'head-forged'])
  })

  it('tells an end that was cut off, at once at the next start and for ever after', async () => {
    const lines = await morning()
    await writeFile(await firstFile(), `${lines.slice(0, 6).join('\n')}\n`)
    expect(await check()).toEqual([{ kind: 'cut', at: 10 }])
    const record = await opened()
    await record.write({ action: 'sign-in', operatorId: '1001' })
    const after = (await linesOn()).map((text) => JSON.parse(text) as RecordLine)
    expect(after.slice(-2)).toMatchObject([
      { action: 'record-damaged', detail: 'cut', sequence: 11 },
      { action: 'sign-in', sequence: 12 },
    ])
    expect(await check()).toEqual([
      { kind: 'gap', at: 11 },
      { kind: 'edited', at: 11 },
    ])
  })

  it('tells that the whole folder was taken away, or its head', async () => {
    await morning()
    await rm(join(profile, 'audit'), { recursive: true })
    await opened()
    expect((await linesOn()).map((text) => JSON.parse(text) as RecordLine)).toMatchObject([
      { action: 'record-damaged', detail: 'cut', sequence: 11 },
    ])
    await rm(join(profile, 'keys', 'record-head.json'))
    await opened()
    expect(JSON.parse((await linesOn()).at(-1) ?? '')).toMatchObject({
      action: 'record-damaged',
      detail: 'no-head',
    })
  })

  it('survives a power cut in the middle of a line, and between a line and its head', async () => {
    const lines = await morning()
    const before = await headOn()
    const record = await opened()
    await record.write({ action: 'sign-in', operatorId: '1001' })
    await writeFile(join(profile, 'keys', 'record-head.json'), JSON.stringify(before))
    expect(await check()).toEqual([])
    await writeFile(await firstFile(), `${[...lines].join('\n')}\n{"sequence":11,"at":"20`)
    const later = await opened()
    await later.write({ action: 'sign-in', operatorId: '1002' })
    expect(await check()).toEqual([])
    expect((await linesOn()).length).toBe(11)
  })

  it('is not filled by who signs in and out in a circle; how much was left out is in it, and nothing dear is', async () => {
    const record = await opened()
    const round = Array.from({ length: 520 }, () =>
      record.write({ action: 'visit-begun', operatorId: 'visit-1' }),
    )
    await Promise.all(round)
    await record.write({ action: 'carried-out', operatorId: '1001', detail: '1 0' })
    const actions = (await linesOn()).map((text) => JSON.parse(text) as RecordLine)
    expect(actions.slice(-2)).toMatchObject([
      { action: 'flood', detail: expect.stringMatching(/^(?:1\d|20)$/) as string },
      { action: 'carried-out' },
    ])
    expect(actions.length).toBeLessThan(520)
    expect(await check()).toEqual([])
  }, 60_000)

  it('goes on through its files: the chain does not end where one does', async () => {
    const record = await TerminalRecord.open({ profile, terminal, identity, rotateAtBytes: 2_000 })
    for (let count = 0; count < 12; count += 1) await record.write({ action: 'exported', operatorId: '1001' })
    expect((await recordFiles(join(profile, 'audit'))).length).toBeGreaterThan(1)
    expect(await check()).toEqual([])
    const again = await opened()
    await again.write({ action: 'sign-in', operatorId: '1001' })
    expect(await check()).toEqual([])
  })
})
