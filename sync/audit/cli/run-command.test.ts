import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { digestOf } from '../hash-chain.ts'
import { headBytes, recordGenesis, type RecordLine, signedBytesOf } from '../terminal-record.ts'
import { runCommand } from './run-command.ts'

const terminal = '430102/T01'
const at = '2026-11-28T09:00:00.000Z'

/** A record as a terminal with this key would have written it. */
async function recordBy(keys = generateKeyPairSync('ed25519')) {
  const { x: publicKey = '' } = keys.publicKey.export({ format: 'jwk' })
  const signed = (data: Uint8Array): string => sign(null, data, keys.privateKey).toString('base64url')
  const lines: RecordLine[] = []
  let previous = await recordGenesis(terminal)
  for (const action of ['begun', 'started', 'sign-in', 'carried-out', 'sign-out'] as const) {
    const line = { sequence: lines.length + 1, at, operatorId: '1001', terminal, action, previous }
    lines.push({ ...line, signature: signed(await signedBytesOf(line)) })
    previous = await digestOf(line)
  }
  const head = {
    format: 'yichuang-record-head/1' as const,
    terminal,
    sequence: 5,
    digest: previous,
    publicKey,
  }
  return { lines, head: { ...head, signature: signed(headBytes(head)) }, publicKey }
}

describe('the command that checks a record', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'audit-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function exported(name: string, lines: readonly unknown[], head: unknown): Promise<string> {
    const path = join(folder, name)
    await writeFile(
      path,
      [...lines, ...(head === null ? [] : [head])].map((one) => `${JSON.stringify(one)}\n`).join(''),
    )
    return path
  }
  const kindsOf = ({ json }: { json: Readonly<Record<string, unknown>> }): string[] =>
    (json['faults'] as { kind: string }[]).map(({ kind }) => kind)

  it('finds a whole one whole, as an exported file and in a profile, by its own key and the hub’s', async () => {
    const { lines, head, publicKey } = await recordBy()
    const path = await exported('whole.jsonl', lines, head)
    const own = await runCommand(['verify', path])
    expect(own).toMatchObject({ exitCode: 0, json: { ok: true, terminal, lines: 5, key: 'own' } })
    expect(own.lines[0]).toContain('5 条，用记录自带的公钥查验，完整')
    expect(await runCommand(['verify', path, '--key', publicKey])).toMatchObject({
      exitCode: 0,
      json: { key: 'given' },
    })
    const profile = join(folder, 'profile')
    await mkdir(join(profile, 'audit'), { recursive: true })
    await mkdir(join(profile, 'keys'))
    const text = (some: readonly RecordLine[]): string =>
      some.map((line) => `${JSON.stringify(line)}\n`).join('')
    await writeFile(join(profile, 'audit', 'record-00001.jsonl'), text(lines.slice(0, 2)))
    await writeFile(join(profile, 'audit', 'record-00002.jsonl'), text(lines.slice(2)))
    await writeFile(join(profile, 'keys', 'record-head.json'), JSON.stringify(head))
    expect(await runCommand(['verify', profile])).toMatchObject({ exitCode: 0, json: { lines: 5 } })
  })

  it('says what is wrong at which line', async () => {
    const { lines, head } = await recordBy()
    const edited = lines.map((line, index) => (index === 2 ? { ...line, operatorId: '1002' } : line))
    const result = await runCommand(['verify', await exported('edited.jsonl', edited, head)])
    expect(result).toMatchObject({ exitCode: 3, json: { ok: false } })
    expect(kindsOf(result)).toEqual(['edited', 'forged'])
    expect(result.lines.join('\n')).toContain('第 4 条：和前一条接不上')
    const cut = await runCommand(['verify', await exported('cut.jsonl', lines.slice(0, 3), head)])
    expect(kindsOf(cut)).toEqual(['cut'])
    const headless = await runCommand(['verify', await exported('headless.jsonl', lines, null)])
    expect(kindsOf(headless)).toContain('no-head')
    const torn = await runCommand(['verify', await exported('torn.jsonl', [...lines, { sequence: 6 }], head)])
    expect(kindsOf(torn)).toEqual(['unreadable'])
  })

  it('is not taken in by one that somebody else has written anew with a key of their own', async () => {
    const forged = await recordBy()
    const path = await exported('forged.jsonl', forged.lines, forged.head)
    expect((await runCommand(['verify', path])).exitCode).toBe(0)
    const atHub = (await recordBy()).publicKey
    expect(kindsOf(await runCommand(['verify', path, '--key', atHub]))).toContain('head-forged')
    const withDash = `-${'A'.repeat(42)}`
    expect(kindsOf(await runCommand(['verify', path, '--key', withDash]))).toContain('head-forged')
  })

  it('answers a wrong command in words', async () => {
    for (const args of [
      [],
      ['show'],
      ['verify'],
      ['verify', join(folder, 'nothing')],
      ['verify', folder, '--what'],
    ])
      expect((await runCommand(args)).exitCode).toBe(2)
    expect((await runCommand(['--help'])).lines[0]).toContain('用法')
  })
})
