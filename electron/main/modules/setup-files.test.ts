import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verify } from '@node-rs/argon2'
import type { SetupChoice } from '#shell/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadConfig } from './config-file.ts'
import { askHub, finishSetup } from './setup-files.ts'

const choice: SetupChoice = {
  mode: 'station',
  profile: 'maternity-ward',
  site: { code: '430102', name: '示范医院', place: '产科一楼' },
  terminal: { id: 'T07' },
  hub: {
    url: 'https://hub.example.invalid:8443',
    encryptionKey: { keyId: 'h1', publicKey: { kty: 'EC', crv: 'P-256', x: 'abc', y: 'def' } },
  },
  devices: [],
}
const operator = { id: '9001', name: '演示管理员', password: 'a-long-password' }
const given = { choice, operator, keyStore: false, writable: true }

describe('the first-run guide', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'setup-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('writes what a terminal starts with, and a password only as its hash', async () => {
    expect((await finishSetup(folder, given)).written).toBe(true)
    const { terminal, operators } = await loadConfig(join(folder, 'terminal.yaml'))
    expect(terminal).toMatchObject({ ...choice, keys: { custody: 'file', file: 'station.key' } })
    const [first] = operators.operators
    expect(first).toMatchObject({ id: '9001', role: 'administrator' })
    expect(await verify(first?.passwordHash ?? '', operator.password)).toBe(true)
    for (const name of await readdir(folder))
      expect(await readFile(join(folder, name), 'utf8')).not.toContain(operator.password)
  })

  it('never touches what stands there', async () => {
    await writeFile(join(folder, 'operators.yaml'), 'operators: []\n')
    await finishSetup(folder, { ...given, operator: null })
    expect(await readFile(join(folder, 'operators.yaml'), 'utf8')).toBe('operators: []\n')
    await expect(finishSetup(folder, given)).rejects.toMatchObject({ code: 'setup.over' })
  })

  it('writes nothing where nobody could sign in, and says what to put where it may not write', async () => {
    await expect(finishSetup(folder, { ...given, operator: null })).rejects.toMatchObject({
      code: 'shell.bad-arguments',
    })
    const { written, files } = await finishSetup(folder, { ...given, writable: false })
    expect(written).toBe(false)
    expect(files.map(({ name }) => name)).toEqual(['operators.yaml', 'terminal.yaml'])
    expect(await readdir(folder)).toEqual([])
  })

  it('pins no key of something that is no hub', async () => {
    const body = new TextEncoder().encode('<html>router</html>')
    const router = () => Promise.resolve({ status: 200, headers: {}, body })
    await expect(askHub('http://192.168.0.1', router)).rejects.toMatchObject({ code: 'setup.not-a-hub' })
    await expect(askHub('http://127.0.0.1:1')).rejects.toMatchObject({ code: 'hub.unreachable' })
  })
})
