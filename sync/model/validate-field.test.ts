import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ElementFormat } from './data-element.ts'
import { fieldMessages } from './field-messages.ts'
import { normaliseValue } from './normalise-value.ts'
import { surnameOf } from './person-name.ts'
import { validateField } from './validate-field.ts'

const today = '2026-11-23'
const codeTables = [{ id: 'sex', name: '性别', entries: [{ code: '1', label: '男' }] }]
const finding = (format: ElementFormat, value: string, idType?: string): string | null =>
  validateField({ format }, value, { today, codeTables, idType })?.id ?? null

const name: ElementFormat = { kind: 'personName', maxLength: 50 }

describe('names', () => {
  it.each([
    '张三',
    '欧阳娜娜',
    '阿依古丽·买买提',
    '𠮷野',
    '王\u{30EDE}\u{30EDE}', // Ext. G
    '李\u{31350}', // Ext. H
    '〇一',
    "Jean-Luc O'Neill",
    'María José',
  ])('takes %s', (text) => {
    expect(finding(name, text)).toBeNull()
  })

  it('takes fifty characters and not one more, counted as people count', () => {
    expect(finding(name, '\u{20BB7}'.repeat(50))).toBeNull()
    expect(finding(name, '\u{20BB7}'.repeat(51))).toBe('tooLong')
  })

  it.each([
    ['张3', 'nameDigits'],
    ['张', 'nameTooShort'],
    ['·张三', 'nameMiddleDot'],
    ['阿依古丽··买买提', 'nameMiddleDot'],
    ['张三！', 'nameCharacters'],
    ['⼀⼆', 'nameCharacters'], // Kangxi radicals that only look like characters
    ['张\uE815', 'namePrivateUse'],
    ['张\u0007三', 'controlCharacters'],
    ['张\u202e三', 'controlCharacters'],
    ['张\u200b三', 'controlCharacters'],
  ])('does not take %j', (text, id) => {
    expect(finding(name, text)).toBe(id)
  })

  it('only asks to look twice where an old card has a private character', () => {
    expect(validateField({ format: name }, '张\uE815', { today, codeTables })?.severity).toBe('warning')
  })

  it('writes the middle dot one way, however it was typed', () => {
    for (const dot of ['•', '・', '．', '.', ' · ']) {
      expect(normaliseValue(name, `阿依古丽${dot}买买提`)).toBe('阿依古丽·买买提')
    }
    expect(normaliseValue(name, '张 三')).toBe('张三')
    expect(normaliseValue(name, ' John  Smith ')).toBe('John Smith')
  })

  it('tells double surnames', () => {
    expect(surnameOf('欧阳明')).toBe('欧阳')
    expect(surnameOf('欧阳')).toBe('欧')
    expect(surnameOf('王小明')).toBe('王')
  })
})

describe('numbers of documents', () => {
  it('explains an old ID number, a future birth and a slip', () => {
    expect(finding({ kind: 'residentId' }, '110105491231002')).toBe('residentIdOld')
    expect(finding({ kind: 'residentId' }, '110105194912310021')).toBe('residentIdCheckCharacter')
  })

  it("checks a document's number by its type", () => {
    const format: ElementFormat = { kind: 'identityNumber', maxLength: 18 }
    expect(finding(format, '11010519491231002X', '111')).toBeNull()
    expect(finding(format, 'E12345678', '111')).toBe('residentIdLength')
    expect(finding(format, 'E12345678', '414')).toBeNull()
    expect(finding(format, 'E1234-5678', '414')).toBe('identityNumber')
  })

  it('takes a card number as it is embossed, with gaps, once they are removed', () => {
    const format: ElementFormat = { kind: 'bankCard' }
    const typed = normaliseValue(format, '6222 0000 0000 0000 004')
    expect(typed).toHaveLength(19)
    expect(finding(format, typed)).toBeNull()
    expect(finding(format, `${typed.slice(0, -1)}5`)).toBe('bankCard')
    expect(finding(format, '123')).toBe('bankCardLength')
  })
})

describe('dates, numbers, choices', () => {
  it.each<[ElementFormat, string, string | null]>([
    [{ kind: 'date', notAfterToday: true }, '2026-11-23', null],
    [{ kind: 'date', notAfterToday: true }, '2026-11-24', 'dateFuture'],
    [{ kind: 'date', notAfterToday: false }, '2026-02-30', 'date'],
    [{ kind: 'date', notAfterToday: false }, '0206-02-03', 'dateTooOld'],
    [{ kind: 'time' }, '23:59', null],
    [{ kind: 'time' }, '24:00', 'time'],
    [{ kind: 'number', decimals: 0, min: 20, max: 45 }, '39', null],
    [{ kind: 'number', decimals: 0, min: 20, max: 45 }, '39.5', 'numberWhole'],
    [{ kind: 'number', decimals: 0, min: 20, max: 45 }, '19', 'numberMin'],
    [{ kind: 'number', decimals: 0, min: 20, max: 45 }, '46', 'numberMax'],
    [{ kind: 'number', decimals: 2 }, '1e3', 'number'],
    [{ kind: 'money' }, '12.345', 'money'],
    [{ kind: 'money', max: 100 }, '100.01', 'moneyMax'],
    [{ kind: 'code', table: 'sex' }, '1', null],
    [{ kind: 'code', table: 'sex' }, '3', 'code'],
    [{ kind: 'yesNo' }, 'true', 'yesNo'],
    [{ kind: 'mobile' }, '13800000000', null],
    [{ kind: 'mobile' }, '12800000000', 'mobile'],
    [{ kind: 'phone' }, '0731-82210000', null],
    [{ kind: 'email' }, 'name@example.com', null],
    [{ kind: 'email' }, 'name@example', 'email'],
    [{ kind: 'address' }, '长沙', 'addressShort'],
  ])('%j %s', (format, value, id) => {
    expect(finding(format, value)).toBe(id)
  })

  it('reads dates and times as people write them', () => {
    const date: ElementFormat = { kind: 'date', notAfterToday: false }
    for (const text of ['2026年3月8日', '20260308', '2026/3/8', '２０２６-03-08']) {
      expect(normaliseValue(date, text)).toBe('2026-03-08')
    }
    expect(normaliseValue({ kind: 'time' }, '8点5分')).toBe('08:05')
    expect(normaliseValue({ kind: 'time' }, '0805')).toBe('08:05')
    expect(normaliseValue({ kind: 'mobile' }, '+86 138-0000-0000')).toBe('13800000000')
  })

  it('settles after one normalisation', () => {
    const formats: ElementFormat[] = [
      name,
      { kind: 'date', notAfterToday: false },
      { kind: 'time' },
      { kind: 'mobile' },
      { kind: 'phone' },
      { kind: 'money' },
      { kind: 'identityNumber', maxLength: 18 },
      { kind: 'text', maxLength: 50, multiline: false },
    ]
    fc.assert(
      fc.property(fc.constantFrom(...formats), fc.string({ unit: 'grapheme' }), (format, text) => {
        const once = normaliseValue(format, text)
        expect(normaliseValue(format, once)).toBe(once)
      }),
    )
  })
})

describe('messages', () => {
  it('never repeat what was typed', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9!]{6,60}$/), (value) => {
        const kinds = [
          'personName',
          'residentId',
          'creditCode',
          'bankCard',
          'mobile',
          'email',
          'date',
        ] as const
        for (const kind of kinds) {
          const format = { kind, maxLength: 5, notAfterToday: true } as unknown as ElementFormat
          expect(validateField({ format }, value, { today, codeTables })?.message ?? '').not.toContain(value)
        }
      }),
    )
  })

  it('are whole Chinese sentences', () => {
    for (const message of Object.values(fieldMessages)) {
      expect(message).toMatch(/。$/)
      expect(message).not.toMatch(/校验|格式错误|非法|无效/)
    }
  })
})
