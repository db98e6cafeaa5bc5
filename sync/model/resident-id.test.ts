import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRealDate, readResidentId, residentIdCheckCharacter, residentIdProblem } from './resident-id.ts'

describe('公民身份号码', () => {
  it("holds for the standard's own examples (GB 11643-1999 §5)", () => {
    expect(readResidentId('11010519491231002X')).toEqual({
      division: '110105',
      birthDate: '1949-12-31',
      sex: '2',
    })
    expect(readResidentId('440524188001010014')).toEqual({
      division: '440524',
      birthDate: '1880-01-01',
      sex: '1',
    })
  })

  it('says that fifteen digits are an old number', () => {
    expect(residentIdProblem('110105491231002')).toBe('oldNumber')
  })

  it.each([
    ['1101051949123100', 'length'],
    ['11010519491231O02X', 'characters'],
    ['11010519491231002x', 'characters'],
    ['99010519491231002X', 'division'],
    ['11010519490229002X', 'birthDate'],
    ['110105194912310021', 'checkCharacter'],
  ] as const)('finds what is wrong in %s', (text, problem) => {
    expect(residentIdProblem(text)).toBe(problem)
  })

  const number = fc
    .record({
      division: fc.integer({ min: 430101, max: 433199 }),
      birth: fc.date({ min: new Date('1900-01-01'), max: new Date('2026-01-01'), noInvalidDate: true }),
      serial: fc.integer({ min: 1, max: 999 }),
    })
    .map(({ division, birth, serial }) => {
      const body = `${division}${birth.toISOString().slice(0, 10).replaceAll('-', '')}${String(serial).padStart(3, '0')}`
      return body + residentIdCheckCharacter(body)
    })

  it('reads back every number that is made with its check character', () => {
    fc.assert(
      fc.property(number, (text) => {
        const facts = readResidentId(text)
        expect(facts?.birthDate.replaceAll('-', '')).toBe(text.slice(6, 14))
        expect(facts?.sex).toBe(Number(text[16]) % 2 === 1 ? '1' : '2')
      }),
    )
  })

  it('notices every single wrong digit', () => {
    fc.assert(
      fc.property(number, fc.nat(16), fc.integer({ min: 1, max: 9 }), (text, at, shift) => {
        const wrong = text.slice(0, at) + String((Number(text[at]) + shift) % 10) + text.slice(at + 1)
        expect(readResidentId(wrong)).toBeNull()
      }),
    )
  })

  it('knows leap days', () => {
    expect(isRealDate('2024-02-29')).toBe(true)
    expect(isRealDate('2023-02-29')).toBe(false)
    expect(isRealDate('0000-01-01')).toBe(false)
  })
})
