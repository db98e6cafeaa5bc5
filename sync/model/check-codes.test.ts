import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  creditCodeCheckCharacter,
  isCreditCode,
  isProjectCode,
  isRealEstateUnit,
  mod3736CheckCharacter,
  passesLuhn,
  readImplementationCode,
  readLicenceId,
} from './check-codes.ts'

describe('统一社会信用代码', () => {
  it.each(['91350100M000100Y43', '11370800MB28559184', '11100000000013338W'])(
    'holds for the published %s',
    (code) => {
      expect(isCreditCode(code)).toBe(true)
    },
  )

  it('refuses a changed character and the letters that the code does not use', () => {
    expect(isCreditCode('91350100M000100Y44')).toBe(false)
    expect(isCreditCode('91350100M000100I43')).toBe(false)
    expect(isCreditCode('91350100m000100y43')).toBe(false)
  })

  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const body = fc
    .tuple(
      fc.integer({ min: 110000, max: 659999 }),
      fc.array(fc.constantFrom(...alphabet), { minLength: 9, maxLength: 9 }),
    )
    .map(([division, organisation]) => `91${division}${organisation.join('')}`)

  it('accepts what was made with its check character and nothing one character off', () => {
    fc.assert(
      fc.property(body, fc.nat(8), fc.integer({ min: 1, max: 30 }), (first17, offset, shift) => {
        const code = first17 + (creditCodeCheckCharacter(first17) ?? '')
        expect(isCreditCode(code)).toBe(true)
        const at = 8 + offset
        const other = alphabet[(alphabet.indexOf(code[at] as string) + shift) % 31] as string
        expect(isCreditCode(code.slice(0, at) + other + code.slice(at + 1))).toBe(false)
      }),
    )
  })
})

describe('ISO 7064 MOD 37,36', () => {
  it("gives the published example's check character (GRid A1-2425G-ABC1234002-M)", () => {
    expect(mod3736CheckCharacter('A12425GABC1234002')).toBe('M')
  })

  it('refuses characters outside its alphabet', () => {
    expect(() => mod3736CheckCharacter('a')).toThrow(RangeError)
  })

  it('holds for electronic licences as they are issued', () => {
    expect(
      readLicenceId('1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S'),
    ).toEqual({
      type: '11100000000013338W011',
      issuer: '11430000006122244L',
      serial: '20230000403',
      version: '002',
    })
    expect(
      readLicenceId('1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F'),
    ).not.toBeNull()
  })

  it('refuses a licence id with a digit changed or its root missing', () => {
    expect(
      readLicenceId('1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000404.002.S'),
    ).toBeNull()
    expect(readLicenceId('11100000000013338W011.11430000006122244L.20230000403.002.S')).toBeNull()
  })

  it('notices every single character that is wrong', () => {
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9A-Z]{8,40}$/),
        fc.nat(),
        fc.integer({ min: 1, max: 35 }),
        (body, seed, shift) => {
          const at = seed % body.length
          const other = alphabet[(alphabet.indexOf(body[at] as string) + shift) % 36] as string
          const wrong = body.slice(0, at) + other + body.slice(at + 1)
          expect(mod3736CheckCharacter(wrong)).not.toBe(mod3736CheckCharacter(body))
        },
      ),
    )
  })
})

describe('other codes', () => {
  it('reads an implementation code into authority, level and basic code', () => {
    expect(readImplementationCode('11370800MB285591843370117002011')).toEqual({
      authority: '11370800MB28559184',
      level: '3',
      basic: '370117002011',
    })
    expect(readImplementationCode('11370800MB28559184337011700201101')?.basic).toBe('370117002011')
    expect(readImplementationCode('11370800MB285591853370117002011')).toBeNull()
  })

  it('knows the form of project codes', () => {
    expect(isProjectCode('2305-430102-04-01-123456')).toBe(true)
    expect(isProjectCode('2305430102040112345')).toBe(false)
  })

  it('knows the form of real estate units', () => {
    expect(isRealEstateUnit('430102001001GB00001F00010001')).toBe(true)
    expect(isRealEstateUnit('430102001001GB00001F0001000')).toBe(false)
  })

  it("passes Luhn's published example and no other last digit", () => {
    expect(passesLuhn('79927398713')).toBe(true)
    for (const digit of '012456789') expect(passesLuhn(`7992739871${digit}`)).toBe(false)
    expect(passesLuhn('')).toBe(false)
  })
})
