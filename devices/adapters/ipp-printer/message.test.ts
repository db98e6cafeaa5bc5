import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDeviceError } from '#devices/contract'
import { decodeMessage } from './decode.ts'
import { encodeMessage } from './encode.ts'
import { groupTags, stringTypes, valueTags, type IppAttribute, type IppValue } from './values.ts'

const runs = Number(process.env['FUZZ_RUNS'] ?? 2000)
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const bytes = (maxLength: number, minLength = 0) =>
  fc.uint8Array({ minLength, maxLength }).map((array) => Uint8Array.from(array))
const name = fc
  .string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
  .filter((text) => !text.startsWith('\ufeff'))
const known = new Set<number>([...Object.values(valueTags), 0x37, 0x4a])

const plainValue: fc.Arbitrary<IppValue> = fc.oneof(
  fc.record({ type: fc.constantFrom('integer', 'enum'), value: int32 }),
  fc.record({ type: fc.constant('boolean'), value: fc.boolean() }),
  fc.record({ type: fc.constantFrom(...stringTypes), value: fc.oneof(fc.constant(''), name) }),
  fc.record({ type: fc.constant('octets'), value: bytes(40) }),
  fc.record({ type: fc.constant('dateTime'), value: bytes(11, 11) }),
  fc.record({ type: fc.constant('range'), lower: int32, upper: int32 }),
  fc.record({
    type: fc.constant('resolution'),
    crossFeed: int32,
    feed: int32,
    units: fc.integer({ min: 0, max: 255 }),
  }),
  fc.record({
    type: fc.constant('other'),
    tag: fc.integer({ min: 0x10, max: 0xff }).filter((tag) => !known.has(tag)),
    value: bytes(20),
  }),
) as fc.Arbitrary<IppValue>
const attributeOf = (value: fc.Arbitrary<IppValue>): fc.Arbitrary<IppAttribute> =>
  fc.record({ name, values: fc.array(value, { minLength: 1, maxLength: 3 }) })
const collection = (value: fc.Arbitrary<IppValue>): fc.Arbitrary<IppValue> =>
  fc.record({ type: fc.constant('collection'), members: fc.array(attributeOf(value), { maxLength: 3 }) })
const value = fc.oneof(plainValue, collection(fc.oneof(plainValue, collection(plainValue))))
const message = fc.record({
  code: fc.integer({ min: 0, max: 0xffff }),
  requestId: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  groups: fc.array(
    fc.record({
      tag: fc.constantFrom(1, 2, 4, 5, 6, 7, 9),
      attributes: fc.array(attributeOf(value), { maxLength: 4 }),
    }),
    { maxLength: 3 },
  ),
  data: bytes(60),
})

describe('an IPP message', () => {
  it('is what it was, after it has been over the wire', () => {
    fc.assert(
      fc.property(message, (before) => {
        expect(decodeMessage(encodeMessage(before))).toEqual(before)
      }),
      { numRuns: runs },
    )
  })

  it('of whatever bytes is read or refused, and that soon', () => {
    const damaged = fc
      .tuple(
        message,
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
        fc.nat(),
      )
      .map(([whole, hits, cut]) => {
        const wire = encodeMessage(whole)
        for (const [at, byte] of hits) wire[at % wire.length] = byte
        return wire.slice(0, 1 + (cut % wire.length))
      })
    fc.assert(
      fc.property(fc.oneof(damaged, bytes(200)), (wire) => {
        try {
          decodeMessage(wire)
        } catch (error) {
          expect(isDeviceError(error, 'device.protocol')).toBe(true)
        }
      }),
      { numRuns: runs },
    )
  })

  it('is laid out as RFC 8010 A.1 shows: version, code, request, groups, attributes, document', () => {
    const text = (type: 'charset' | 'language' | 'name', words: string): IppValue => ({ type, value: words })
    const wire = encodeMessage({
      code: 0x0002,
      requestId: 1,
      groups: [
        {
          tag: groupTags.operation,
          attributes: [
            { name: 'attributes-charset', values: [text('charset', 'utf-8')] },
            { name: 'attributes-natural-language', values: [text('language', 'en-us')] },
          ],
        },
        { tag: groupTags.job, attributes: [{ name: 'copies', values: [{ type: 'integer', value: 20 }] }] },
      ],
      data: new TextEncoder().encode('%!PDF'),
    })
    const hex = (words: string): string => Buffer.from(words).toString('hex')
    expect(Buffer.from(wire).toString('hex')).toBe(
      [
        '0200' + '0002' + '00000001' + '01',
        `470012${hex('attributes-charset')}0005${hex('utf-8')}`,
        `48001b${hex('attributes-natural-language')}0005${hex('en-us')}`,
        `02210006${hex('copies')}000400000014`,
        `03${hex('%!PDF')}`,
      ].join(''),
    )
  })

  it('whose collections nest deeper than any printer’s is refused', () => {
    let value: IppValue = { type: 'integer', value: 1 }
    const wireOf = (): Uint8Array<ArrayBuffer> =>
      encodeMessage({
        code: 0,
        requestId: 1,
        groups: [{ tag: groupTags.job, attributes: [{ name: 'media-col', values: [value] }] }],
        data: new Uint8Array(),
      })
    const nest = (times: number): void => {
      for (let level = 0; level < times; level += 1) {
        value = { type: 'collection', members: [{ name: 'm', values: [value] }] }
      }
    }
    nest(8)
    expect(decodeMessage(wireOf()).groups[0]?.attributes[0]?.values[0]).toEqual(value)
    nest(1)
    expect(() => decodeMessage(wireOf())).toThrow(expect.objectContaining({ code: 'device.protocol' }))
  })
})
