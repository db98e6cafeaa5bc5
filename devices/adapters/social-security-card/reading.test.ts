import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { isDeviceError, type SocialSecurityCard } from '#devices/contract'
import { computeCheckDigit } from '../citizen-number.ts'
import { readSocialSecurityCard } from './reading.ts'

const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2000) }
const today = '2026-06-01'
type Records = Readonly<Record<number, Uint8Array>>

const packed = (digits: string, bytes: number): Uint8Array =>
  Uint8Array.from(Buffer.from(digits.padEnd(bytes * 2, 'F'), 'hex'))
const filled = (bytes: Uint8Array, length: number): Uint8Array => {
  const out = new Uint8Array(length)
  out.set(bytes.subarray(0, length))
  return out
}

/** A chip that has these records and answers by the book, written from the table. */
const chip =
  (records: Records) =>
  (command: Uint8Array): Promise<Uint8Array> => {
    const [, instruction, tag = 0] = command
    if (instruction === 0xa4) return Promise.resolve(Uint8Array.of(0x90, 0x00))
    const value = records[tag]
    if (value === undefined) return Promise.resolve(Uint8Array.of(0x6a, 0x83))
    return Promise.resolve(Uint8Array.of(tag, value.length, ...value, 0x90, 0x00))
  }

const date = fc
  .date({ min: new Date('1930-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10))
const person = fc.record({
  name: fc.stringMatching(/^[一-龥·]{2,25}$/),
  birth: date,
  issued: date,
  sex: fc.constantFrom('male', 'female'),
  nation: fc.constantFrom(['01', '汉'], ['15', '土家'], ['06', '苗']),
  order: fc.integer({ min: 100, max: 999 }),
})

/** The records of a person, as an issuer writes them. */
function write({
  name,
  birth,
  issued,
  sex,
  nation,
  order,
}: typeof person extends fc.Arbitrary<infer P> ? P : never) {
  const body = `430102${birth.replaceAll('-', '')}${String(order)}`
  const number = body + computeCheckDigit(body)
  const spelled = iconv.encode(name, 'gbk')
  const records: Records = {
    0x03: Buffer.from('3.00'),
    0x05: packed(issued.replaceAll('-', ''), 4),
    0x07: filled(Buffer.from('A12345678'), 9),
    0x08: Buffer.from(number),
    0x09: filled(spelled.subarray(0, 30), 30),
    0x4e: filled(spelled.subarray(30), 20),
    0x0a: Buffer.from(sex === 'male' ? '1' : '2'),
    0x0b: packed(nation[0] ?? '', 1),
    0x0d: packed(birth.replaceAll('-', ''), 4),
  }
  return { number, records }
}

describe('the public files of a social security card', () => {
  it('give back who was written, with names longer than the first record', async () => {
    await fc.assert(
      fc.asyncProperty(person, async (one) => {
        const { number, records } = write(one)
        const { card, warnings } = await readSocialSecurityCard(chip(records), today)
        expect(card).toEqual({
          number,
          name: one.name,
          sex: one.sex as SocialSecurityCard['sex'],
          nationCode: one.nation[0],
          nation: one.nation[1],
          birthplaceCode: null,
          birth: one.birth,
          cardNumber: 'A12345678',
          version: '3.00',
          issuer: null,
          issued: one.issued,
          validUntil: null,
        })
        expect(warnings).toEqual([])
      }),
      { numRuns: Math.ceil(runs.numRuns / 5) },
    )
  })

  it('raise doubts and do not refuse where the number is not of this birth, or the card has run out', async () => {
    const [one] = fc.sample(person, { numRuns: 1, seed: 7 })
    if (one === undefined) throw new Error('nobody')
    const { records, number } = write({ ...one, birth: '1990-03-07' })
    const wrong = number.slice(0, 17) + (number.endsWith('1') ? '2' : '1')
    const { warnings } = await readSocialSecurityCard(
      chip({
        ...records,
        0x08: Buffer.from(wrong),
        0x0d: packed('19900308', 4),
        0x06: packed('20200101', 4),
      }),
      today,
    )
    expect(warnings).toEqual(['number-check-digit', 'number-birth-mismatch', 'expired'])
  })

  it.each([
    ['a day that is in no calendar', { 0x0d: packed('19900230', 4) }],
    ['a sex that is none', { 0x0a: Buffer.from('7') }],
    ['a name that is no GBK', { 0x09: Uint8Array.of(0x81) }],
    ['no name', { 0x09: new Uint8Array(30), 0x4e: new Uint8Array(20) }],
    ['no number', { 0x08: new Uint8Array(18) }],
  ])('are refused where they hold %s, and nothing of them is told', async (_what, change) => {
    const [one] = fc.sample(person, { numRuns: 1, seed: 7 })
    if (one === undefined) throw new Error('nobody')
    const reading = readSocialSecurityCard(chip({ ...write(one).records, ...change }), today)
    const error: unknown = await reading.catch((reason: unknown) => reason)
    if (!isDeviceError(error, 'smart-card.corrupt-data')) throw error
    expect(error.message).toMatch(/^record \w+: [a-zA-Z0-9, ]+$/)
  })

  it('end in a reading or an error of their own, whatever the card answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 60 }),
        async (noise) => {
          let at = 0
          const [one] = fc.sample(person, { numRuns: 1, seed: noise.length })
          const good = chip(one === undefined ? {} : write(one).records)
          const answer = (command: Uint8Array): Promise<Uint8Array> => {
            at += 1
            return at % 3 === 0
              ? Promise.resolve(noise[at % noise.length] ?? new Uint8Array())
              : good(command)
          }
          const outcome = await readSocialSecurityCard(answer, today).catch((error: unknown) => error)
          if (outcome instanceof Error && !isDeviceError(outcome)) throw outcome
          expect(at).toBeLessThan(100)
        },
      ),
      runs,
    )
  })
})
