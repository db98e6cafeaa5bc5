import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CatalogueError, describeProblem } from '../problem.ts'
import { runCatalogueCommand } from '../cli/run-command.ts'
import { catalogueFolder, examineFolder, readCatalogue } from './read-catalogue.ts'

let folder: string
const birth = 'themes/01-birth.yaml'

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalogue-'))
  for (const part of ['catalogue.yaml', 'elements.yaml', 'code-tables.yaml', 'departments.yaml', 'themes']) {
    cpSync(join(catalogueFolder, part), join(folder, part), { recursive: true })
  }
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Replaces a text that stands in the file and tells its line. */
function change(file: string, from: string, to: string): number {
  const text = readFileSync(join(folder, file), 'utf8')
  const at = text.indexOf(from)
  expect(at, `${from} in ${file}`).toBeGreaterThanOrEqual(0)
  writeFileSync(join(folder, file), text.slice(0, at) + to + text.slice(at + from.length))
  return text.slice(0, at).split('\n').length
}

describe('a mistake in the catalogue is told with file, line and remedy', () => {
  it.each([
    ['a department that does not exist', 'department: police', 'department: polize', 'unknownReference'],
    [
      'a data element that does not exist',
      'service.vaccinationSite',
      'service.vaccinationPlace',
      'unknownReference',
    ],
    [
      'a question that nobody asks',
      '{ question: settle, in: [father] }',
      '{ question: settled, in: [father] }',
      'unknownReference',
    ],
    [
      'an answer that is not offered',
      '{ question: settle, in: [father] }',
      '{ question: settle, in: [dad] }',
      'unknownReference',
    ],
    ['a material that is not defined', '- first-issue-form\n', '- first-form\n', 'unknownReference'],
    [
      'matters that wait for each other',
      'dependsOn: [birth-certificate]',
      'dependsOn: [social-security-card]',
      'cycle',
    ],
    ['a word that the schema does not know', 'handling: promise', 'handling: later', 'malformed'],
    ['a code that its table lacks', 'in: [father, other]', 'in: [uncle]', 'unknownReference'],
  ])('%s', (_, from, to, code) => {
    const line = change(birth, from, to)
    const problem = examineFolder(folder).problems.find((found) => found.code === code)
    expect(problem?.file).toBe(birth)
    expect(problem?.line).toBe(line)
    expect(describeProblem(problem as NonNullable<typeof problem>)).toContain(`${birth}:${line}`)
    expect(problem?.remedy).not.toBe('')
  })

  it('a slip in the YAML itself', () => {
    const line = change(birth, 'lifecycle: person', 'lifecycle: person: x')
    expect(examineFolder(folder).problems).toMatchObject([{ file: birth, line, code: 'malformed' }])
  })

  it('a missing file', () => {
    rmSync(join(folder, 'elements.yaml'))
    expect(() => readCatalogue(folder)).toThrow(CatalogueError)
    expect(examineFolder(folder).problems).toMatchObject([{ file: 'elements.yaml' }])
  })

  it('a situation in which nothing could be applied for', () => {
    change(
      'themes/04-employment.yaml',
      'when: { question: work, in: [hired, startup] }',
      'when: { question: work, in: [hired] }',
    )
    expect(examineFolder(folder).problems).toEqual([])
    change('themes/16-taxation.yaml', 'value: declare, ', 'value: nothing, ')
    expect(examineFolder(folder).problems.map(({ code }) => code)).toContain('unknownReference')
  })
})

describe('the command', () => {
  const run = (...args: string[]) => runCatalogueCommand(args)

  it('checks', () => {
    expect(run('check').exitCode).toBe(0)
    change(birth, 'department: police', 'department: polize')
    const wrong = run('check', '--dir', folder, '--json')
    expect(wrong.exitCode).toBe(1)
    expect(JSON.parse(wrong.text)).toMatchObject({ ok: false, problems: [{ file: birth }] })
    expect(run('stats', '--dir', folder).exitCode).toBe(1)
  })

  it('counts', () => {
    const { themes } = JSON.parse(run('stats', '--json').text)
    expect(themes).toHaveLength(27)
    expect(themes[0]).toMatchObject({ id: 'birth', name: '新生儿出生', lead: '省卫生健康委', matters: 6 })
  })

  it('searches', () => {
    expect(JSON.parse(run('search', '生孩子', '--json').text).results[0]).toMatchObject({ id: 'birth' })
    expect(run('search').exitCode).toBe(2)
  })

  it('shows a form with the matters that use each field', () => {
    const form = JSON.parse(run('form', 'birth', 'parents=mother-only', '--json').text)
    expect(form.answers).toEqual({ parents: 'mother-only' })
    expect(form.fields.find(({ key }: { key: string }) => key === 'mother.name').matters).toHaveLength(6)
    expect(run('form', 'nothing').exitCode).toBe(2)
    expect(run('form', 'birth', 'parents=nobody').text).toContain('parents=married|unmarried')
  })

  it('tells what changed', () => {
    change(birth, 'workingDays: 5', 'workingDays: 3')
    change('elements.yaml', 'label: 手机号码', 'label: 手机')
    expect(JSON.parse(run('diff', folder, '--json').text).changes).toEqual([
      { kind: 'changed', path: 'elements/mobile' },
      { kind: 'changed', path: 'themes/birth/matters/social-security-card' },
    ])
    expect(run('diff', catalogueFolder).text).toBe('没有不同。')
  })

  it('publishes the schemas', () => {
    expect(Object.keys(JSON.parse(run('schema').text))).toContain('themes/*.yaml')
    expect(run('dance').exitCode).toBe(2)
    expect(run('check', '--colour').exitCode).toBe(2)
  })
})
