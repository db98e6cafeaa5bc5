import { errors } from '#renderer/messages'
import { materialSchema, type Notice, signatureSchema } from '#sync/model'
import { describe, expect, it } from 'vitest'
import { promiseClauses, statementOf } from './promises.ts'

const material = materialSchema.parse({
  id: 'proof-of-home',
  name: '住址证明',
  necessity: 'required',
  source: 'applicant',
  why: '证明住在那里',
  commitment: true,
})
const notice = {
  matters: [
    { id: 'a', name: '户口登记' },
    { id: 'b', name: '社保卡申领' },
  ],
  bring: [{ material, matters: ['b'] }],
  held: [],
  totalWorkingDays: 1,
  criticalPath: [],
  feeYuan: 0,
} as unknown as Notice

describe('a written commitment', () => {
  it('is promised with the matters that it is for, and what the paper would have shown', () => {
    const clauses = promiseClauses(notice, [{ materialId: 'proof-of-home', status: 'committed' }])
    expect(clauses.at(-1)).toEqual({
      kind: 'committed',
      name: '住址证明',
      why: '证明住在那里',
      matters: ['社保卡申领'],
    })
  })
})

describe('a paper that the applicant made', () => {
  it('is promised to be true where it was handed in as such, and not where it was compared', () => {
    const entry = { materialId: 'proof-of-home', status: 'attached' as const, attachments: ['scan-1'] }
    expect(promiseClauses(notice, [{ ...entry, grade: 'D' }]).at(-1)).toEqual({
      kind: 'self-made',
      name: '住址证明',
    })
    expect(promiseClauses(notice, [{ ...entry, grade: 'B' }]).map(({ kind }) => kind)).not.toContain(
      'self-made',
    )
  })
})

describe('what is kept with a signature', () => {
  it('is every promise to its last character, and fits the intake', () => {
    const promises = Array.from({ length: 30 }, (_, index) => `第 ${String(index)} 条${'承诺'.repeat(150)}。`)
    const statement = statementOf('手写签名', promises)
    expect(statement.split('\n')).toEqual(['手写签名', ...promises])
    expect(signatureSchema.shape.statement.parse(statement)).toBe(statement)
  })

  it('is refused when it does not fit, never cut', () => {
    const refused = expect.objectContaining({ code: 'statement-too-long' }) as Error
    expect(() => statementOf('手写签名', ['承诺'.repeat(10_000)])).toThrow(refused)
    expect(errors).toHaveProperty(['statement-too-long'])
  })
})
