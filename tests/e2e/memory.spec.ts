import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCatalogue } from '#sync/catalogue/disk'
import {
  answerOneByOne,
  answerQuestions,
  atWindow,
  becomeKiosk,
  beginVisit,
  inventBirthFamily,
  themeCase,
} from '#tests/journey'
import { findInClear, findInMemory, type MemoryFinding, processesOf } from '#tests/support'
import { expect, test } from '@playwright/test'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')

/** What is left of a visitor, once the visit is over: on the disk nothing, in memory what is said in electron/main/README.md. */
test.describe.serial('after a visit to a kiosk', () => {
  const at = atWindow('memory', { inspect: false })
  const { motherCard, mother } = inventBirthFamily(77)
  const texts = [mother.name, mother.number]
  let temporary = ''
  const root = (): number => at.terminal.app.process().pid ?? 0
  const kinds = (found: readonly MemoryFinding[]): string[] =>
    [...new Set(found.map(({ kind }) => kind))].sort()

  /** A visit that has got as far as the mother's card. */
  async function visitWithCard(): Promise<void> {
    const { page } = at.terminal
    await beginVisit(at)
    await page.getByTestId('kiosk-theme-birth').click()
    const birth = catalogue.themes.find(({ id }) => id === 'birth')
    if (birth === undefined) throw new Error('there is no birth theme')
    const one = themeCase(catalogue, birth, today)
    await answerQuestions(page, one)
    await answerOneByOne(page, one.typed, { until: 'mother.name' })
    await page.getByTestId('ask-back').click()
    await page.getByTestId('ask-read-mother').click()
    await expect(page.getByTestId('form-card-cancel')).toBeVisible()
    // By the reader alone: what the test itself sends to the page would be found there, too.
    await at.hall.reader.send('insert-card', motherCard)
    await expect(page.getByTestId('ask-card-read')).toBeVisible()
    await at.hall.reader.send('remove-card')
  }

  test.beforeAll(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'visit-'))
    becomeKiosk(at.hall)
    const before = process.env['TMPDIR']
    process.env['TMPDIR'] = temporary
    await at.terminal.start()
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  })
  test.afterAll(() => rm(temporary, { recursive: true, force: true }))

  test('the card’s name and number were in memory while it went on: the search finds them', async () => {
    await visitWithCard()
    const found = await findInMemory(root(), texts)
    expect(kinds(found)).toContain('renderer')
    expect(new Set(found.map(({ textIndex }) => textIndex))).toEqual(new Set([0, 1]))
  })

  test('nothing of them is in the page’s memory or the devices’, and nothing on the disk', async () => {
    const { page } = at.terminal
    const before = await processesOf(root())
    await page.getByTestId('kiosk-end').click()
    await page.getByTestId('kiosk-sure-yes').click()
    await page.getByTestId('kiosk-next').click()
    await expect(page.getByTestId('kiosk-begin')).toBeVisible()
    const held = (kind: string): number[] => before.filter((one) => one.kind === kind).map(({ pid }) => pid)
    // The devices' process ends when nothing runs in it any more; there is another in its place then.
    await expect
      .poll(async () => {
        const now = new Set((await processesOf(root())).map(({ pid }) => pid))
        return [...held('renderer'), ...held('node.mojom.NodeService')].filter((pid) => now.has(pid))
      })
      .toEqual([])
    const found = await findInMemory(root(), texts)
    // What the main process forgets, V8 does not overwrite: electron/main/README.md says so.
    expect(kinds(found).filter((kind) => kind !== 'browser')).toEqual([])
    expect(await findInClear(at.hall.profileDir, texts)).toEqual([])
    expect(await findInClear(temporary, texts)).toEqual([])
  })

  test('the next one finds devices that work', async () => {
    await visitWithCard()
  })
})
