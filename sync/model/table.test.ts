import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DataElement } from './data-element.ts'
import type { MergedField } from './form.ts'
import { residentIdCheckCharacter } from './resident-id.ts'
import { showValue } from './show-value.ts'
import { columnsOf, readRows, type TableFormat, type TableRow, writeRows } from './table.ts'
import { validateRows, validateTable } from './validate-table.ts'

const element = (id: string, label: string, format: DataElement['format']): DataElement => ({
  id,
  label,
  format,
  sensitivity: 'personal',
})
const dictionary = new Map(
  [
    element('name', '姓名', { kind: 'personName', maxLength: 50 }),
    element('idNumber', '证件号码', { kind: 'identityNumber', maxLength: 18 }),
    element('monthlyWage', '月工资', { kind: 'money' }),
  ].map((one) => [one.id, one]),
)
const format: TableFormat = {
  kind: 'table',
  row: '员工',
  columns: ['name', 'idNumber', 'monthlyWage?'],
  maxRows: 3,
}
const columns = columnsOf(format, dictionary)
const field: MergedField = {
  key: 'staff.otherEmployees',
  subject: 'staff',
  element: element('otherEmployees', '其他员工', format),
  label: '其他员工',
  required: false,
  matters: ['record'],
  columns,
}
const context = { today: '2026-11-20', codeTables: [] }

const idOf = (serial: number): string => {
  const body = `43010219900101${String(serial).padStart(3, '0')}`
  return body + residentIdCheckCharacter(body)
}
const staff = (serial: number): TableRow => ({
  name: `王小${'一二三四'[serial % 4]}`,
  idNumber: idOf(serial),
})

describe('a table in the form', () => {
  it('is read back as it was written, without its empty rows and cells', () => {
    const cell = fc.string({ maxLength: 40 })
    const row = fc.record({ name: cell, idNumber: cell, monthlyWage: cell }, { requiredKeys: [] })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const kept = rows.flatMap((one) => {
          const cells = ['name', 'idNumber', 'monthlyWage'].flatMap((id): [string, string][] => {
            const text = (one[id as keyof typeof one] ?? '').trim()
            return text === '' ? [] : [[id, text]]
          })
          return cells.length === 0 ? [] : [Object.fromEntries(cells)]
        })
        const written = writeRows(columns, rows)
        expect(readRows(written)).toEqual(kept)
        expect(writeRows(columns, readRows(written) ?? [])).toBe(written)
      }),
    )
  })

  it('is the same text whatever the order in which a row was filled in', () => {
    expect(writeRows(columns, [{ idNumber: '1', name: '甲乙' }])).toBe(
      writeRows(columns, [{ name: '甲乙', idNumber: '1' }]),
    )
  })

  it.each(['{', '{}', '[1]', '[["a"]]', 'null', '"x"', '[{"name":1}]'])(
    'is none where it reads %s',
    (text) => {
      expect(readRows(text)).toBeNull()
      expect(validateTable(field, text, context)?.message).toBe('这份名册读不出来，请重新填写。')
    },
  )

  it('says in which row and column something is wrong', () => {
    const wrong = { name: '王小二', idNumber: '430102199001010010' }
    const found = validateTable(field, writeRows(columns, [staff(1), wrong]), context)
    expect(found).toMatchObject({ field: 'staff.otherEmployees', severity: 'error' })
    expect(found?.message).toContain('第 2 行的“证件号码”')
    expect(found?.message).not.toContain(wrong.idNumber)
  })

  it('wants the columns that must be filled, and those only', () => {
    const issues = validateRows(columns, [{ monthlyWage: '5000' }], context)
    expect(issues.map(({ column }) => column)).toEqual(['name', 'idNumber'])
  })

  it('tells somebody who stands in it twice', () => {
    const issues = validateRows(columns, [staff(1), staff(2), staff(1)], context)
    expect(issues).toEqual([
      {
        row: 2,
        column: 'idNumber',
        severity: 'error',
        message: '这个号码和第 1 行的一样，请看是不是重复了。',
      },
    ])
  })

  it('ends at its most rows', () => {
    const rows = [1, 2, 3, 4].map(staff)
    expect(validateTable(field, writeRows(columns, rows.slice(0, 3)), context)).toBeNull()
    expect(validateTable(field, writeRows(columns, rows), context)?.message).toContain('最多填 3 行')
  })

  it('is shown row by row in words', () => {
    expect(showValue(field, writeRows(columns, [{ name: '王小一', monthlyWage: '5000' }]), [])).toBe(
      '1. 姓名 王小一，月工资 5000 元',
    )
  })
})
