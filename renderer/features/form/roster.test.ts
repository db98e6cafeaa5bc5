import type { DataElement, TableColumn } from '#sync/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readClipboardCells, rosterOf } from './roster.ts'
import { readRosterFile } from './roster-file.ts'

const column = (id: string, label: string, format: DataElement['format'], required = true): TableColumn => ({
  element: { id, label, format, sensitivity: 'personal' },
  required,
})
const columns = [
  column('name', '姓名', { kind: 'personName', maxLength: 50 }),
  column('idNumber', '证件号码', { kind: 'identityNumber', maxLength: 18 }),
  column('contractFrom', '合同开始日期', { kind: 'date', notAfterToday: false }, false),
  column('relation', '关系', { kind: 'code', table: 'relation' }, false),
]
const codeTable = (id: string) =>
  id === 'relation' ? { id, name: '关系', entries: [{ code: '20', label: '子' }] } : undefined
const roster = (text: string) => rosterOf(readClipboardCells(text), columns, codeTable)

describe('a list pasted from a spreadsheet', () => {
  it('is cut into the cells that were copied, whatever stands in them', () => {
    const cell = fc.string({ maxLength: 12 }).map((text) => text.replaceAll('\r', ''))
    const grid = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })
    const quoted = (text: string) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
    fc.assert(
      fc.property(grid, (cells) => {
        const text = cells.map((row) => row.map(quoted).join('\t')).join('\r\n')
        expect(readClipboardCells(text)).toEqual(cells)
      }),
    )
  })

  it('goes by the names in its first row, in any order and with columns of its own', () => {
    const text =
      '序号\t身份证号\t姓 名*\t关系\t入职日期\n1\t43010219900101001x\t阿依古丽•买买提\t子\t2026/3/8'
    expect(roster(text)).toEqual({
      ok: true,
      rows: [
        {
          name: '阿依古丽·买买提',
          idNumber: '43010219900101001X',
          relation: '20',
          contractFrom: '2026-03-08',
        },
      ],
    })
  })

  it('goes by the order of the columns where no names stand above', () => {
    expect(roster('王小明\t430102199001010010')).toEqual({
      ok: true,
      rows: [{ name: '王小明', idNumber: '430102199001010010' }],
    })
  })

  it('says which columns it lacks', () => {
    expect(roster('姓名\t年龄\n王小明\t30')).toEqual({
      ok: false,
      problem: 'noColumns',
      missing: ['证件号码'],
    })
  })

  it.each(['', '\n\n', '\t\t', '姓名\t证件号码\n'])('is empty where nothing is in it: %j', (text) => {
    expect(roster(text)).toMatchObject({ ok: false, problem: 'empty' })
  })
})

describe('a list from a file', () => {
  const gbk = Uint8Array.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0x61, 0x0a, 0xcd, 0xf5, 0x2c, 0x31])

  it('is read from CSV in UTF-8 with its mark, and in GBK', async () => {
    expect(await readRosterFile(new Blob(['\uFEFF姓名,a\n王,1']))).toEqual([
      ['姓名', 'a'],
      ['王', '1'],
    ])
    expect(await readRosterFile(new Blob([gbk]))).toEqual([
      ['姓名', 'a'],
      ['王', '1'],
    ])
  })

  it('is refused where it is no list', async () => {
    expect(await readRosterFile(new Blob([new Uint8Array([0x50, 0x4b, 3, 4, 1, 2])]))).toBeNull()
    expect(await readRosterFile(new Blob([new Uint8Array([0xff, 0xd8, 0, 0])]))).toBeNull()
    expect(await readRosterFile(new Blob([new Uint8Array(5_000_001)]))).toBeNull()
  })
})
