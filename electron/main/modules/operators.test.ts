import { hash } from '@node-rs/argon2'
import { beforeAll, describe, expect, it } from 'vitest'
import type { OperatorsFile } from '#shell/contract'
import { Operators } from './operators.ts'

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
    const operators = new Operators(file, () => now)
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
    const operators = new Operators(file, () => 0)
    const tries = ['a', 'b', 'c', 'd', 'e', 'f', 'right-horse'].map((word) => operators.check('1001', word))
    const codes = (await Promise.allSettled(tries)).map((one) =>
      one.status === 'rejected' ? (one.reason as { code: string }).code : 'let in',
    )
    const wrong = Array.from({ length: 5 }, () => 'session.wrong-password')
    expect(codes).toEqual([...wrong, 'session.locked-out', 'session.locked-out'])
  })
})
