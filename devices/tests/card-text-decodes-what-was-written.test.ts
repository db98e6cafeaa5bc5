import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDeviceError } from '#devices/contract'
import { inventPerson, writeCard, type CardEdition } from '#devices/simulators'
import { computeCheckDigit } from '../adapters/citizen-number.ts'
import { decodeCardText } from '../adapters/sdt-id-card/card-text.ts'

const editions: CardEdition[] = ['resident', 'residence-permit', 'foreigner-2017', 'foreigner-2023']
const iso = (compact: string): string => compact.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
const runs = Number(process.env['FUZZ_RUNS'] ?? 2000)

describe('the text of a card', () => {
  it('reads as it was written, whoever the person and whatever the edition', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.constantFrom(...editions), (seed, edition) => {
        const person = inventPerson(seed, edition)
        const { card, warnings } = decodeCardText(writeCard(person).text, null, '2024-12-31')
        expect(card).toMatchObject({
          name: person.name || (card.nameEnglish ?? ''),
          number: person.number,
          birth: iso(person.birth),
          sex: person.sex === '1' ? 'male' : 'female',
          validFrom: iso(person.validFrom),
          validUntil: iso(person.validUntil),
        })
        if ('nameEnglish' in person) expect(card.nameEnglish).toBe(person.nameEnglish)
        if ('address' in person) expect(card.address).toBe(person.address)
        if (person.edition === 'residence-permit')
          expect(card).toMatchObject({ travelPermitNumber: person.passNumber, issueCount: person.issueCount })
        if (person.edition === 'foreigner-2023')
          expect(card.formerNumber?.startsWith(person.country + person.number.slice(1, 3))).toBe(true)
        expect(warnings).toEqual([])
      }),
      { numRuns: runs },
    )
  })

  it('that is damaged is refused as such or read, never anything else', { timeout: 600_000 }, () => {
    const change = fc.tuple(fc.nat(255), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(fc.constantFrom(...editions), fc.array(change, { maxLength: 12 }), (edition, changes) => {
        const text = Uint8Array.from(writeCard(inventPerson(3, edition)).text)
        for (const [at, value] of changes) text[at] = value
        try {
          decodeCardText(text, null, '2024-12-31')
        } catch (error) {
          expect(isDeviceError(error, 'id-card.corrupt-data')).toBe(true)
        }
      }),
      { numRuns: runs },
    )
  })

  it.each([0x202e, 0x200b, 0xfeff, 0xfffe, 0x2028])(
    'that hides a character or turns the writing round is refused: %i',
    (hidden) => {
      const text = Uint8Array.from(writeCard(inventPerson(3, 'resident')).text)
      // The name's second character.
      new DataView(text.buffer).setUint16(2, hidden, true)
      expect(() => decodeCardText(text, null, '2024-12-31')).toThrow(
        expect.objectContaining({ code: 'id-card.corrupt-data' }) as Error,
      )
    },
  )

  it('of the second foreigner’s edition tells the number of the first', () => {
    const person = {
      ...inventPerson(4, 'foreigner-2023'),
      country: 'DEU',
      number: '911826198005120014',
      oldNumberLink: '001',
    }
    const { card } = decodeCardText(writeCard(person).text, null, '2024-12-31')
    // 7·13 + 3·14 + 30 + 7·1 + 3·1 + 3·8 + 3·5 + 1 + 7·2 + 3·1 = 230
    expect(card.formerNumber).toBe('DEU110080051210')
  })

  it('keeps a rare character of the extension planes', () => {
    const person = { ...inventPerson(5), name: '安𫘧𠮷' }
    expect(decodeCardText(writeCard(person).text, null, '2024-12-31').card.name).toBe('安𫘧𠮷')
  })

  it('with doubts is read all the same, and the doubts are told', () => {
    const person = inventPerson(6)
    const wrong = person.number.endsWith('1') ? '2' : '1'
    const text = writeCard({
      ...person,
      edition: 'resident',
      nation: '77',
      number: person.number.slice(0, 17) + wrong,
      validUntil: '20210101',
    } as typeof person).text
    expect(decodeCardText(text, null, '2024-12-31').warnings).toEqual([
      'number-check-digit',
      'expired',
      'unknown-nation-code',
    ])
  })

  it('never shows in the message of an error', () => {
    const person = inventPerson(8)
    const text = writeCard({ ...person, birth: '19991340' } as typeof person).text
    expect(() => decodeCardText(text, null, '2024-12-31')).toThrow('card text, birth: no day of the calendar')
  })
})

describe('check digits', () => {
  it.each(['11010519491231002X', '34052419800101001X'])('agree with the published number %s', (number) => {
    expect(computeCheckDigit(number)).toBe(number[17])
  })
})
