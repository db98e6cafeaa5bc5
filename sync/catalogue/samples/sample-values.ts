import {
  type Catalogue,
  creditCodeCheckCharacter,
  type FieldIssue,
  fieldsOf,
  type MergedField,
  mergeForm,
  residentIdCheckCharacter,
  type Theme,
  validateForm,
  writeRows,
} from '#sync/model'
import type { Answers } from '../situations.ts'

type Values = Record<string, string>

const givenNames = [
  '小明',
  '建国',
  '秀英',
  '桂花',
  '子涵',
  '志强',
  '丽娟',
  '海波',
  '雨桐',
  '文博',
  '春梅',
  '国庆',
]
/** Ages in days that a sample person may have: an adult, a newborn, a child, an old person, a retiree. */
const agesInDays = [12_000, 10, 3_800, 30_500, 22_300]
const dayOffsets = [-30, 3, -400, -10, 0, 400, -4_000, -9_000]

function shift(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

function residentId(birth: string, serial: number): string {
  const body = `430102${birth.replaceAll('-', '')}${String(serial).padStart(3, '0')}`
  return body + residentIdCheckCharacter(body)
}

function bankCard(serial: number): string {
  const body = `622200${String(serial).padStart(12, '0')}`
  const sum = Array.from(body).reduceRight((total, digit, at) => {
    const doubled = (body.length - at) % 2 === 1 ? Number(digit) * 2 : Number(digit)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}

/** Invented values of one field, the usual one first; `serial` keeps subjects apart. */
function candidates(field: MergedField, serial: number, today: string, catalogue: Catalogue): string[] {
  const { format } = field.element
  const even = 2 * (serial + 1)
  switch (format.kind) {
    case 'text':
      return [
        /(?:Month|From)$/.test(field.element.id) ? '2026-01' : `示例${serial + 1}`.slice(0, format.maxLength),
      ]
    case 'address':
      return [`湖南省长沙市芙蓉区示例路${serial + 1}号`]
    case 'division':
      return ['湖南省长沙市芙蓉区']
    case 'personName':
      return [`王${givenNames[serial % givenNames.length] ?? '某某'}`]
    case 'residentId':
    case 'identityNumber':
      return agesInDays.map((days) => residentId(shift(today, -days), even))
    case 'creditCode': {
      const body = `91430102MA4${String(serial).padStart(6, '0')}`
      return [body + (creditCodeCheckCharacter(body) ?? '')]
    }
    case 'projectCode':
      return ['2305-430102-04-01-123456']
    case 'realEstateUnit':
      return ['430102001001GB00001F00010001']
    case 'bankCard':
      return [bankCard(serial)]
    case 'mobile':
      return [`1380000${String(serial).padStart(4, '0')}`]
    case 'phone':
      return ['0731-82210000']
    case 'email':
      return ['name@example.com']
    case 'date':
      return /^birth/i.test(field.element.id)
        ? agesInDays.map((days) => shift(today, -days))
        : dayOffsets.map((days) => shift(today, days))
    case 'time':
      return ['08:30']
    case 'number': {
      const least = format.min ?? 0
      const most = format.max ?? 1_000_000
      return [String(Math.min(most, Math.max(least, 100))), String(least), String(most)]
    }
    case 'money':
      return ['1000', '1', '100000']
    case 'code':
      return (catalogue.codeTables.find((table) => table.id === format.table)?.entries ?? []).map(
        ({ code }) => code,
      )
    case 'yesNo':
      return ['yes', 'no']
    case 'table':
      return [sampleTable(field, serial, today, catalogue)]
  }
}

/** Two invented rows, of nobody who stands elsewhere in the form. */
function sampleTable(field: MergedField, serial: number, today: string, catalogue: Catalogue): string {
  const { columns = [] } = field
  const rows = [60, 80].map((offset) =>
    Object.fromEntries(
      columns.map(({ element, required }): [string, string] => {
        const cell = { key: '', subject: '', element, label: element.label, required, matters: [] }
        return [element.id, candidates(cell, serial + offset, today, catalogue)[0] ?? '']
      }),
    ),
  )
  return writeRows(columns, rows)
}

/**
 * Invented, valid values for the whole form of one situation: every field filled, no error left. For tests and
 * demonstrations; no value belongs to anybody.
 * @throws Error when the theme's rules cannot be kept together, with the fields that remain wrong.
 */
export function sampleValues(theme: Theme, catalogue: Catalogue, answers: Answers, today: string): Values {
  const serialOf = (subject: string): number => theme.subjects.findIndex(({ id }) => id === subject)
  let values: Values = {}
  const open = (): MergedField[] => fieldsOf(mergeForm(theme, catalogue, { answers, values }))
  const errors = (tried: Values): FieldIssue[] => {
    const facts = { answers, values: tried }
    const found = validateForm(theme, catalogue, mergeForm(theme, catalogue, facts), facts, today)
    return found.filter((issue) => issue.severity === 'error')
  }
  const unfilled = (): MergedField[] => open().filter(({ key }) => values[key] === undefined)
  /** Fills what is still empty, and what appears because of that. */
  const fill = (): void => {
    for (let fields = unfilled(); fields.length > 0; fields = unfilled()) {
      for (const field of fields) {
        values[field.key] = candidates(field, serialOf(field.subject), today, catalogue)[0] ?? ''
      }
    }
  }
  /** Other values for the field, together with what must go with it: birth date, sex and number of one person. */
  const variants = (field: MergedField): Values[] => {
    const { subject, element } = field
    if (!['birthDate', 'idNumber', 'sex'].includes(element.id)) {
      return candidates(field, serialOf(subject), today, catalogue).map((value) => ({
        ...values,
        [field.key]: value,
      }))
    }
    return agesInDays.map((days) => {
      const birth = shift(today, -days)
      const person = {
        birthDate: birth,
        sex: '2',
        idType: '111',
        idNumber: residentId(birth, 2 * (serialOf(subject) + 1)),
      }
      const known = Object.entries(person).filter(([name]) => values[`${subject}.${name}`] !== undefined)
      return { ...values, ...Object.fromEntries(known.map(([name, value]) => [`${subject}.${name}`, value])) }
    })
  }
  fill()
  for (let round = 0; round < 60; round++) {
    const wrong = errors(values)
    if (wrong.length === 0) return values
    const fields = open()
    const better = wrong
      .flatMap((issue) => fields.filter(({ key }) => key === issue.field))
      .flatMap(variants)
      .map((tried) => ({ tried, left: errors(tried).length }))
      .sort((left, right) => left.left - right.left)[0]
    if (better === undefined || better.left >= wrong.length) break
    values = better.tried
    fill()
  }
  const left = errors(values).map((issue) => issue.field)
  throw new Error(`no valid sample for ${theme.id}: ${left.join(', ')}`)
}
