import { isCreditCode, isProjectCode, isRealEstateUnit, passesLuhn } from './check-codes.ts'
import type { CodeTable, DataElement, ElementFormat } from './data-element.ts'
import { fieldMessage, type FieldMessageId } from './field-messages.ts'
import { personNameProblem } from './person-name.ts'
import { isRealDate, readResidentId, residentIdProblem } from './resident-id.ts'
import { readRows } from './table.ts'

/** What a check may know beside the value. */
export interface FieldContext {
  /** The day of the check as `YYYY-MM-DD`: a parameter, so that terminal and hub come to the same finding. */
  readonly today: string
  readonly codeTables: readonly CodeTable[]
  /** 证件类型 (GA/T 2000.156) of the same person, where the form asks for it. */
  readonly idType?: string | undefined
}

/** A finding on one value, before it is tied to a field. */
export interface ValueProblem {
  readonly id: FieldMessageId
  readonly severity: 'error' | 'warning'
  readonly message: string
}

/** Types whose number follows GB 11643: 居民身份证, 临时居民身份证, 户口簿. */
const typesWithResidentId = new Set(['111', '112', '113'])

const nameFindings = {
  tooLong: 'tooLong',
  tooShort: 'nameTooShort',
  digits: 'nameDigits',
  middleDot: 'nameMiddleDot',
  characters: 'nameCharacters',
  privateUse: 'namePrivateUse',
} as const satisfies Record<string, FieldMessageId>

const residentIdFindings = {
  oldNumber: 'residentIdOld',
  length: 'residentIdLength',
  characters: 'residentIdCharacters',
  division: 'residentIdDivision',
  birthDate: 'residentIdBirthDate',
  checkCharacter: 'residentIdCheckCharacter',
} as const satisfies Record<string, FieldMessageId>

function checkResidentId(text: string, today: string): FieldMessageId | null {
  const problem = residentIdProblem(text)
  if (problem !== null) return residentIdFindings[problem]
  return (readResidentId(text)?.birthDate ?? '') > today ? 'residentIdFuture' : null
}

function checkNumber(
  text: string,
  format: Extract<ElementFormat, { kind: 'number' }>,
): FieldMessageId | null {
  const match = /^-?\d{1,15}(?:\.(\d+))?$/.exec(text)
  if (match === null) return 'number'
  const decimals = match[1]?.length ?? 0
  if (decimals > format.decimals) return format.decimals === 0 ? 'numberWhole' : 'numberDecimals'
  if (format.min !== undefined && Number(text) < format.min) return 'numberMin'
  if (format.max !== undefined && Number(text) > format.max) return 'numberMax'
  return null
}

function checkDate(text: string, notAfterToday: boolean, today: string): FieldMessageId | null {
  if (!isRealDate(text)) return 'date'
  if (text < '1880-01-01') return 'dateTooOld'
  return notAfterToday && text > today ? 'dateFuture' : null
}

function find(format: ElementFormat, text: string, context: FieldContext): FieldMessageId | null {
  switch (format.kind) {
    case 'text':
      return Array.from(text).length > format.maxLength ? 'tooLong' : null
    case 'address':
      if (Array.from(text).length > 200) return 'tooLong'
      return Array.from(text).length < 5 ? 'addressShort' : null
    case 'division':
      if (Array.from(text).length > 60) return 'tooLong'
      return /[省市区县旗州盟]/u.test(text) ? null : 'division'
    case 'personName': {
      const problem = personNameProblem(text, format.maxLength)
      return problem === null ? null : nameFindings[problem]
    }
    case 'residentId':
      return checkResidentId(text, context.today)
    case 'identityNumber':
      if (context.idType === undefined || context.idType === '' || typesWithResidentId.has(context.idType)) {
        return checkResidentId(text, context.today)
      }
      return /^[0-9A-Z]+$/i.test(text) && text.length <= format.maxLength ? null : 'identityNumber'
    case 'creditCode':
      if (text.length !== 18) return 'creditCodeLength'
      return isCreditCode(text) ? null : 'creditCode'
    case 'projectCode':
      return isProjectCode(text) ? null : 'projectCode'
    case 'realEstateUnit':
      return isRealEstateUnit(text) ? null : 'realEstateUnit'
    case 'bankCard':
      if (!/^\d{16,19}$/.test(text)) return 'bankCardLength'
      return passesLuhn(text) ? null : 'bankCard'
    case 'mobile':
      return /^1[3-9]\d{9}$/.test(text) ? null : 'mobile'
    case 'phone':
      return /^(?:1[3-9]\d{9}|(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,6})?)$/.test(text) ? null : 'phone'
    case 'email':
      return text.length <= 254 && /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(text) ? null : 'email'
    case 'date':
      return checkDate(text, format.notAfterToday, context.today)
    case 'time':
      return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text) ? null : 'time'
    case 'number':
      return checkNumber(text, format)
    case 'money':
      if (!/^\d{1,15}(?:\.\d{1,2})?$/.test(text)) return 'money'
      return format.max !== undefined && Number(text) > format.max ? 'moneyMax' : null
    case 'code': {
      const table = context.codeTables.find((candidate) => candidate.id === format.table)
      return table?.entries.some((entry) => entry.code === text) === true ? null : 'code'
    }
    case 'yesNo':
      return text === 'yes' || text === 'no' ? null : 'yesNo'
    case 'table':
      return readRows(text) === null ? 'table' : null
  }
}

function limitsOf(format: ElementFormat): Record<string, string | number> {
  const limits: Record<string, string | number> = {}
  if ('maxLength' in format) limits['max'] = format.maxLength
  if (format.kind === 'address') limits['max'] = 200
  if (format.kind === 'division') limits['max'] = 60
  if ((format.kind === 'number' || format.kind === 'money') && format.max !== undefined)
    limits['max'] = format.max
  if (format.kind === 'number') {
    if (format.min !== undefined) limits['min'] = format.min
    limits['decimals'] = format.decimals
    limits['unit'] = format.unit === undefined ? '' : ` ${format.unit}`
  }
  return limits
}

/**
 * Checks one value in its canonical spelling (see normaliseValue) against its element's format. An empty value is
 * no finding here: whether it must be filled is the form's business.
 */
export function validateField(
  element: Pick<DataElement, 'format'>,
  value: string,
  context: FieldContext,
): ValueProblem | null {
  if (value === '') return null
  const multiline = element.format.kind === 'text' && element.format.multiline
  const invisible = multiline ? /[^\P{Cc}\n\r\t]|\p{Cf}/u : /[\p{Cc}\p{Cf}]/u
  const id = invisible.test(value) ? 'controlCharacters' : find(element.format, value, context)
  if (id === null) return null
  return {
    id,
    severity: id === 'namePrivateUse' ? 'warning' : 'error',
    message: fieldMessage(id, limitsOf(element.format)),
  }
}
