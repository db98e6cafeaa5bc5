import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDeviceError } from '#devices/contract'
import { readVendorAnswer, type VendorOptions } from './mapping.ts'

const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2000) }
const options: VendorOptions = {
  success: { path: 'code', values: ['ok', 0] },
  noCard: [1],
  fields: {
    name: 'd.0.n',
    number: 'd.0.id',
    sex: 'd.0.s',
    nation: 'd.0.m',
    validFrom: 'd.0.f',
    validUntil: 'd.0.u',
  },
}
const card = {
  n: '欧试样',
  id: '110105194912310 02X'.replace(' ', ''),
  s: '女',
  m: '汉族',
  f: '20200102',
  u: '长期',
}
const read = (one: object, code: unknown = 'ok') =>
  readVendorAnswer(JSON.stringify({ code, d: [one] }), options, '2026-01-01')

describe('a service’s answer', () => {
  it('is read by the mapping, with what is left out taken from the number', () => {
    expect(read(card)).toMatchObject({
      type: 'card',
      reading: {
        card: {
          name: '欧试样',
          sex: 'female',
          nationCode: '01',
          nation: '汉',
          birth: '1949-12-31',
          validUntil: '长期',
        },
        warnings: [],
      },
    })
  })

  it.each(['2020-01-02', '2020.01.02', '2020/1/2', '2020年1月2日'])('takes a date written %s', (f) => {
    expect(read({ ...card, f })).toMatchObject({ reading: { card: { validFrom: '2020-01-02' } } })
  })

  it.each([
    [{ f: '20200230' }, 'validFrom'],
    [{ n: '' }, 'name'],
    [{ n: 'a\u0000b' }, 'name'],
    [{ s: '公' }, 'sex'],
    [{ id: undefined }, 'number'],
  ])('with %j is refused by the name of the field', (change, field) => {
    expect(() => read({ ...card, ...change })).toThrow(
      expect.objectContaining({
        code: 'id-card.corrupt-data',
        message: expect.stringContaining(field) as string,
      }) as Error,
    )
  })

  it('that says neither is told by a short code, and never by a sentence', () => {
    expect(read(card, 'E-17')).toEqual({ type: 'failed', said: 'E-17' })
    expect(read(card, '欧试样的卡读不出')).toEqual({ type: 'failed', said: 'something else' })
    expect(read(card, '1')).toEqual({ type: 'no-card' })
    expect(readVendorAnswer('{"event":"hello"}', options, '2026-01-01')).toEqual({ type: 'other' })
  })

  it('takes nothing from what objects have by nature', () => {
    const natural = { ...options, success: { path: 'constructor.name', values: ['Object'] } }
    expect(readVendorAnswer('{}', natural, '2026-01-01')).toEqual({ type: 'other' })
  })

  it('is understood or refused with an error of its own, whatever it is', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(card)))
    const field = fc.constantFrom(...Object.keys(card))
    const noise = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .tuple(field, value)
        .map(([name, other]) => JSON.stringify({ code: 'ok', d: [{ ...card, [name]: other }] })),
    )
    fc.assert(
      fc.property(noise, (text) => {
        try {
          readVendorAnswer(text, options, '2026-01-01')
        } catch (error) {
          if (!isDeviceError(error, 'device.protocol', 'id-card.corrupt-data')) throw error
        }
      }),
      runs,
    )
  })
})
