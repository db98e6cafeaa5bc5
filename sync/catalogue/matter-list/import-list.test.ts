import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import iconv from 'iconv-lite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import writeXlsx from 'write-excel-file/node'
import { mergeForm, validateForm } from '#sync/model'
import { sampleValues } from '#sync/catalogue/samples'
import { runCatalogueCommand, runCommand } from '../cli/run-command.ts'
import { readCatalogue } from '../disk/index.ts'
import { createThemeSearch } from '../search/index.ts'
import { situationsOf } from '../situations.ts'
import { describeListProblem } from './list-problem.ts'
import type { MatterListError } from './list-problem.ts'
import { importList } from './import-list.ts'

const sample = (name: string) => fileURLToPath(new URL(`../samples/${name}`, import.meta.url))

let folder: string
let out: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'matter-list-'))
  out = join(folder, 'out')
})
afterEach(() => rmSync(folder, { recursive: true }))

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function problemsOf(path: string, into = out) {
  const error = await importList(path, into).then(
    () => null,
    (thrown: unknown) => thrown as MatterListError,
  )
  expect(error?.code).toBe('matterListInvalid')
  return error?.problems ?? []
}

const header = '事项名称,主管部门,办结时限'

describe('a list of matters becomes a catalogue', () => {
  it.each(['county-list.csv', 'county-list.xlsx'])(
    '%s passes the check and can be filled in',
    async (name) => {
      const done = await runCommand(['import', sample(name), '--out', out, '--json'])
      expect(JSON.parse(done.text)).toMatchObject({
        ok: true,
        themes: 3,
        matters: 5,
        addedDepartments: ['示例县公交公司', '示例县城市管理和综合执法局'],
        unusedColumns: ['序号'],
      })
      expect(JSON.parse(runCatalogueCommand(['check', '--dir', out, '--json']).text)).toEqual({
        ok: true,
        problems: [],
      })
      const catalogue = readCatalogue(out)
      for (const theme of catalogue.themes) {
        for (const answers of situationsOf(theme)) {
          const facts = { answers, values: sampleValues(theme, catalogue, answers, '2026-11-23') }
          const form = mergeForm(theme, catalogue, facts)
          expect(validateForm(theme, catalogue, form, facts, '2026-11-23')).toEqual([])
        }
      }
    },
  )

  it('says the same from CSV and from XLSX', async () => {
    await importList(sample('county-list.csv'), out)
    await importList(sample('county-list.xlsx'), join(folder, 'other'))
    expect(readCatalogue(out)).toEqual(readCatalogue(join(folder, 'other')))
  })

  it('keeps what the rows say, marks everything as unverified, and is found by its own words', async () => {
    await importList(sample('county-list.csv'), out)
    const catalogue = readCatalogue(out)
    const theme = (title: string) => catalogue.themes.find((candidate) => candidate.title === title)
    const [pass, allowance, bus] = theme('敬老一件事')?.matters ?? []
    expect(pass).toMatchObject({ name: '老年人优待证办理', department: 'civil-affairs', workingDays: 3 })
    expect(allowance?.dependsOn).toEqual([pass?.id])
    expect(bus).toMatchObject({ handling: 'instant', workingDays: 0, feeYuan: 20 })
    expect(theme('敬老一件事')?.materials.find(({ name }) => name === '近期照片')).toMatchObject({
      necessity: 'deferrable',
      deferWorkingDays: 5,
      form: 'paper',
    })
    expect(theme('敬老一件事')?.lead).toBe('县民政局')
    expect(theme('犬只登记')?.matters[0]).toMatchObject({
      implementationCode: '11430000006122244L4000112001001',
      department: 'police',
    })
    expect(theme('户外广告设置备案')?.questions[0]?.options.map(({ value }) => value)).toEqual([
      'person',
      'organisation',
    ])
    for (const { provenance, matters, materials } of catalogue.themes) {
      const marks = [provenance, ...[...matters, ...materials].map((part) => part.provenance)]
      expect(new Set(marks)).toEqual(new Set(['unverified']))
    }
    expect(createThemeSearch(catalogue).search('门头')[0]?.name).toBe('户外广告设置备案')
  })

  const text = `${header}\n养犬登记,示例县公安局,5个工作日\n`
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['GBK', iconv.encode(text, 'gbk')],
    ['Windows line ends', Buffer.from(text.replaceAll('\n', '\r\n'))],
  ])('reads %s', async (_, bytes) => {
    await importList(put('list.csv', bytes), out)
    expect(readCatalogue(out).themes.map(({ name }) => name)).toEqual(['养犬登记'])
  })

  it('adds to a catalogue that is there, with a version of its own', async () => {
    await importList(sample('county-list.csv'), out)
    const before = readCatalogue(out)
    await importList(put('more.csv', `${header}\n祖坟迁移备案,示例县公交公司,5\n`), out)
    const after = readCatalogue(out)
    expect(after.themes).toHaveLength(4)
    expect(after.departments).toEqual(before.departments)
    expect(after.version).not.toBe(before.version)
  })
})

describe('what is wrong in a list', () => {
  it('is told all at once with file, row, column and remedy, and nothing is written', async () => {
    const path = put(
      'wrong.csv',
      [
        '某县清单',
        '事项名称,实施编码,主管部门,办件类型,办结时限,收费,所属一件事,服务对象,材料,表单字段,前置事项,牵头单位',
        '甲,,,,30天,,,,,,,',
        '乙,11430000006122244L400011200100,民政局,马上,5,若干,,外星人,照片[蓝底],,,',
        '',
        '丙,,民政局,即办件,5,,某一件事,,照片,颜色,丁,省厅',
        '丙,,民政局,,5,,某一件事,,照片[2页],单位.行业,,市局',
      ].join('\n'),
    )
    const problems = await problemsOf(path)
    expect(problems.map(({ row, column, code }) => [row, column, code])).toEqual([
      [3, '主管部门', 'missing'],
      [3, '办结时限', 'malformed'],
      [4, '办件类型', 'malformed'],
      [4, '收费', 'malformed'],
      [4, '服务对象', 'malformed'],
      [4, '实施编码', 'malformed'],
      [4, '材料', 'malformed'],
      [6, '办件类型', 'contradiction'],
      [6, '表单字段', 'unknownReference'],
      [6, '前置事项', 'unknownReference'],
      [7, '事项名称', 'duplicate'],
      [7, '表单字段', 'unknownReference'],
      [7, '牵头单位', 'contradiction'],
      [7, '材料', 'contradiction'],
    ])
    for (const problem of problems) expect(problem.remedy).not.toBe('')
    expect(describeListProblem(problems[1] as (typeof problems)[0])).toContain(
      'wrong.csv 第 3 行“办结时限”列：',
    )
    expect(existsSync(out)).toBe(false)
    const told = await runCommand(['import', path, '--out', out, '--json'])
    expect(told.exitCode).toBe(1)
    expect(JSON.parse(told.text)).toEqual({ ok: false, problems })
  })

  it('is a ring of matters, told at its row by the check of the catalogue', async () => {
    const problems = await problemsOf(
      put('ring.csv', `${header},所属一件事,前置事项\n甲证,民政局,5,圈,乙证\n乙证,民政局,5,圈,甲证\n`),
    )
    expect(problems).toMatchObject([{ row: 2, code: 'catalogue' }])
    expect(existsSync(out)).toBe(false)
  })

  it.each([
    ['no header', '名字,部门\n甲,民政局\n', 'missingColumn', null],
    ['a column that is missing', '事项名称,主管部门\n甲,民政局\n', 'missingColumn', 1],
    ['a column that is there twice', `${header},承诺时限\n甲,民政局,5,6\n`, 'duplicateColumn', 1],
    ['no matters', `${header}\n,,\n`, 'missing', null],
    ['a quote that does not close', `${header}\n"甲,民政局,5\n`, 'unreadable', 2],
    ['nothing', '', 'unreadable', null],
    ['bytes of no known encoding', new Uint8Array([0x81, 0x20, 0xff, 0xff, 0x0a]), 'unreadable', null],
    ['a broken workbook', new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3]), 'unreadable', null],
    ['an old workbook', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]), 'unreadable', null],
  ])('is %s', async (_, content, code, row) => {
    expect(await problemsOf(put('list.csv', content))).toMatchObject([{ code, row }])
  })

  it('is a file that is not there', async () => {
    expect(await problemsOf(join(folder, 'nowhere.csv'))).toMatchObject([{ code: 'unreadable' }])
  })

  it('is a cell merged over rows, which hides what the rows below belong to', async () => {
    const cells = (words: readonly string[]) => words.map((value) => ({ value }))
    const book = await writeXlsx([
      [...cells([...header.split(',')]), { value: '所属一件事' }],
      [...cells(['甲证', '民政局', '5']), { value: '圈', rowSpan: 2 }],
      cells(['乙证', '民政局', '5']),
    ]).toBuffer()
    expect(await problemsOf(put('merged.xlsx', book))).toMatchObject([
      { code: 'unreadable', row: 2, message: expect.stringContaining('D2:D3') },
    ])
  })

  it('is a theme that was imported before: what somebody has since put right is not overwritten', async () => {
    await importList(sample('county-list.csv'), out)
    const [name = ''] = readdirSync(join(out, 'themes'))
    writeFileSync(join(out, 'themes', name), readFileSync(join(out, 'themes', name), 'utf8') + '# 已核实\n')
    const problems = await problemsOf(sample('county-list.csv'))
    expect(problems.map(({ code }) => code)).toEqual(['exists', 'exists', 'exists'])
    expect(readFileSync(join(out, 'themes', name), 'utf8')).toContain('# 已核实')
  })

  it('is the command itself', async () => {
    expect((await runCommand(['import', sample('county-list.csv')])).exitCode).toBe(2)
    expect((await runCommand(['import', '--out', out])).exitCode).toBe(2)
    expect((await runCommand(['check'])).exitCode).toBe(0)
  })
})
