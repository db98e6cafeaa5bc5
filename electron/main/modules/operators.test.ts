import { hash } from '@node-rs/argon2'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OperatorsFile } from '#shell/contract'
import { Lockouts } from './lockouts.ts'
import { Operators } from './operators.ts'
import { PasswordChecks } from './password-checks.ts'
import type { Note } from './terminal-record.ts'

describe('signing in', () => {
  let file: OperatorsFile
  beforeAll(async () => {
    const passwordHash = await hash('right-horse', { memoryCost: 1024, timeCost: 1 })
    file = { operators: [{ id: '1001', name: '演示员', role: 'clerk', passwordHash }] }
  })

  it('lets the operator in with the right password and tells no hash', async () => {
    expect(await new Operators(file).check('1001', 'right-horse')).toEqual({
      id: '1001',
      name: '演示员',
      role: 'clerk',
    })
  })

  it('refuses a wrong password and an unknown operator', async () => {
    const operators = new Operators(file)
    await expect(operators.check('1001', 'wrong')).rejects.toMatchObject({ code: 'session.wrong-password' })
    await expect(operators.check('9999', 'right-horse')).rejects.toMatchObject({
      code: 'session.unknown-operator',
    })
  })

  it('makes one wait longer after each further wrong password, even with the right one', async () => {
    let now = 0
    const operators = new Operators(
      file,
      Lockouts.inMemory(() => now),
    )
    for (let tries = 0; tries < 5; tries += 1) await operators.check('1001', 'wrong').catch(() => undefined)
    await expect(operators.check('1001', 'right-horse')).rejects.toMatchObject({ code: 'session.locked-out' })
    now += 31_000
    await operators.check('1001', 'wrong').catch(() => undefined)
    now += 31_000
    await expect(operators.check('1001', 'right-horse')).rejects.toMatchObject({ code: 'session.locked-out' })
    now += 31_000
    expect((await operators.check('1001', 'right-horse')).id).toBe('1001')
  })

  it('counts tries that are made side by side', async () => {
    const operators = new Operators(
      file,
      Lockouts.inMemory(() => 0),
    )
    const tries = ['a', 'b', 'c', 'd', 'e', 'f', 'right-horse'].map((word) => operators.check('1001', word))
    const codes = (await Promise.allSettled(tries)).map((one) =>
      one.status === 'rejected' ? (one.reason as { code: string }).code : 'let in',
    )
    const wrong = Array.from({ length: 5 }, () => 'session.wrong-password')
    expect(codes).toEqual([...wrong, 'session.locked-out', 'session.locked-out'])
  })
})

describe('a lock-out', () => {
  let folder = ''
  let path = ''
  let file: OperatorsFile
  beforeAll(async () => {
    const passwordHash = await hash('right-horse', { memoryCost: 1024, timeCost: 1 })
    file = { operators: [{ id: '1001', name: '演示员', role: 'clerk', passwordHash }] }
  })
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lockouts-'))
    path = join(folder, 'lockouts.json')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  /** The program after a start: its own clock begins at nothing again. */
  async function started(): Promise<{ operators: Operators; wait: (ms: number) => void }> {
    let now = 0
    const lockouts = await Lockouts.open(path, () => now)
    return { operators: new Operators(file, lockouts), wait: (ms) => (now += ms) }
  }
  const wrong = async (operators: Operators, times: number): Promise<void> => {
    for (let tries = 0; tries < times; tries += 1)
      await operators.check('1001', 'wrong').catch(() => undefined)
  }
  const codeOf = (operators: Operators): Promise<string> =>
    operators.check('1001', 'right-horse').then(
      () => 'let in',
      (error: unknown) => (error as { code: string }).code,
    )

  it('is there after a restart in its full length, and knows how many tries there were', async () => {
    const first = await started()
    await wrong(first.operators, 5)
    first.wait(29_000)
    const second = await started()
    expect(await codeOf(second.operators)).toBe('session.locked-out')
    second.wait(29_999)
    expect(await codeOf(second.operators)).toBe('session.locked-out')
    second.wait(1)
    await wrong(second.operators, 1)
    const third = await started()
    third.wait(31_000)
    expect(await codeOf(third.operators)).toBe('session.locked-out')
    third.wait(29_001)
    expect(await codeOf(third.operators)).toBe('let in')
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({})
  })

  it('keeps no moment: a clock that was turned changes nothing', async () => {
    const { operators } = await started()
    await wrong(operators, 5)
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ '1001': { count: 5, waitMs: 30_000 } })
  })

  it('grows to a quarter of an hour and no further', async () => {
    const { operators, wait } = await started()
    for (let round = 0; round < 12; round += 1) {
      await wrong(operators, 1)
      wait(900_000)
    }
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ '1001': { waitMs: 900_000 } })
    expect(await codeOf(operators)).toBe('let in')
  })

  it('is lost with a file that cannot be read, and nobody is locked out for ever', async () => {
    await writeFile(path, '{"1001":{"count":')
    expect(await codeOf((await started()).operators)).toBe('let in')
  })
})

describe('a second person', () => {
  let checks: PasswordChecks
  let written: Note[]
  const first = { id: '1001', name: '演示员', role: 'clerk' } as const
  let passwordHash = ''
  beforeAll(async () => {
    passwordHash = await hash('right-horse', { memoryCost: 1024, timeCost: 1 })
  })
  beforeEach(() => {
    const roles = { '1001': 'clerk', '1002': 'clerk', '7001': 'technician' } as const
    const operators = Object.entries(roles).map(([id, role]) => ({ id, name: id, role, passwordHash }))
    written = []
    const write = (note: Note): Promise<void> => Promise.resolve(void written.push(note))
    checks = new PasswordChecks(new Operators({ operators }), { write })
  })
  const codeOf = (operatorId: string, password = 'right-horse'): Promise<string> =>
    checks.confirm(first, { operatorId, password }, 'carry-out').then(
      () => 'confirmed',
      (error: unknown) => (error as { code: string }).code,
    )

  it('is another one who may, with the right password, and stands in the record', async () => {
    expect(await codeOf('1002')).toBe('confirmed')
    expect(written).toEqual([{ action: 'confirmed', operatorId: '1002', detail: 'carry-out 1001' }])
  })

  it('is not the first, not somebody without the right, and not anybody with a wrong password', async () => {
    expect(await codeOf('1001')).toBe('session.same-person')
    expect(await codeOf('7001')).toBe('session.no-right')
    expect(await codeOf('1002', 'wrong')).toBe('session.wrong-password')
    expect(written.map(({ action, operatorId, detail }) => [action, operatorId, detail])).toEqual([
      ['confirm-refused', '1001', 'session.same-person carry-out 1001'],
      ['confirm-refused', '7001', 'session.no-right carry-out 1001'],
      ['confirm-refused', '1002', 'session.wrong-password carry-out 1001'],
    ])
  })

  it('who is unknown leaves no word of what was typed', async () => {
    expect(await codeOf('430102199003074427')).toBe('session.unknown-operator')
    expect(JSON.stringify(written)).not.toContain('4301')
  })

  it('cannot be guessed faster than at the sign-in', async () => {
    for (let tries = 0; tries < 5; tries += 1) await codeOf('1002', 'wrong')
    expect(await codeOf('1002')).toBe('session.locked-out')
  })

  it('does not count where the record cannot be written', async () => {
    const operators = [{ id: '1002', name: '1002', role: 'clerk' as const, passwordHash }]
    const full = {
      write: () => Promise.reject(Object.assign(new Error('full'), { code: 'storage.disk-full' })),
    }
    const blocked = new PasswordChecks(new Operators({ operators }), full)
    const second = { operatorId: '1002', password: 'right-horse' }
    await expect(blocked.confirm(first, second, 'wipe')).rejects.toMatchObject({ code: 'storage.disk-full' })
  })
})
