import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { askHub, demonstrationAccount, demonstrationAdministrator } from '#build/hall'
import { intakeListSchema, reviewListSchema } from '#sync/api'
import { readCatalogue } from '#sync/catalogue/disk'
import {
  answerOneByOne,
  atWindow,
  becomeKiosk,
  beginVisit,
  inventBirthFamily,
  secondTerminal,
  signIn,
  takeInFound,
  themeCase,
} from '#tests/journey'
import { expect, test } from '@playwright/test'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')
const name = '周样例'

/** Somebody alone at a kiosk: from the screen that invites them to the one that is the next person's. */
test.describe.serial('at a kiosk', () => {
  const at = atWindow('kiosk')
  const birth = catalogue.themes.find(({ id }) => id === 'birth')
  if (birth === undefined) throw new Error('there is no birth theme')

  /** What this machine's database says of drafts, as whoever opens the page's storage would read it. */
  const rowsLeft = (): Promise<Record<string, number>> =>
    at.terminal.page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('yichuang')
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(new Error('the database did not open'))
      })
      const count = (store: string): Promise<number> =>
        new Promise((resolve, reject) => {
          const request = database.transaction(store).objectStore(store).count()
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(new Error('no count'))
        })
      const left = { drafts: await count('drafts'), draftParts: await count('draftParts') }
      database.close()
      return left
    })

  async function expectWiped(...words: string[]): Promise<void> {
    const { page } = at.terminal
    const shown = await page.evaluate(() => document.documentElement.outerHTML)
    for (const word of words) expect(shown).not.toContain(word)
    await expect.poll(rowsLeft).toEqual({ drafts: 0, draftParts: 0 })
    const refused = await page.evaluate(() =>
      window.terminal.reserveNumber({ intakeId: crypto.randomUUID() }),
    )
    expect(refused).toMatchObject({ ok: false, error: { code: 'session.signed-out' } })
  }

  /** A visit that has got as far as a name in the form. */
  async function beginForm(): Promise<void> {
    const { page } = at.terminal
    await beginVisit(at)
    await page.getByTestId('kiosk-theme-birth').click()
    await expect(page.getByTestId('guide-notice')).toBeVisible()
    for (const key of ['1', '1']) await page.keyboard.press(key)
    await expect(page.getByTestId('guide-next')).toBeFocused()
    await page.getByTestId('guide-next').click()
    await page.locator('[data-field="newborn.name"] input').fill(name)
    await page.keyboard.press('Tab')
    await expect.poll(rowsLeft).toMatchObject({ drafts: 1 })
  }

  test.beforeAll(async () => {
    becomeKiosk(at.hall, { alternative: '一楼3号综合窗口' })
    await at.terminal.start()
  })

  test('a citizen is invited, in large text, and nobody is asked for a password', async () => {
    const { page } = at.terminal
    await expect(page.getByTestId('kiosk-begin')).toBeVisible()
    await expect(page.locator('html[data-access="large"]')).toHaveCount(1)
    await expect(page.getByTestId('sign-in-operator')).toHaveCount(0)
    await at.terminal.shoot('attract')
    await page.getByTestId('kiosk-begin').click()
    await expect(page.getByTestId('kiosk-agree')).toBeVisible()
    await at.terminal.shoot('consent')
    await page.getByTestId('kiosk-refuse').click()
    await expect(page.getByTestId('kiosk-begin')).toBeVisible()
  })

  test('a birth is taken in alone, saved, printed, and reaches the hub', async () => {
    const { page } = at.terminal
    await beginVisit(at)
    await at.terminal.shoot('themes')
    await page.getByTestId('kiosk-theme-birth').click()
    await expect(page.getByTestId('guide-notice')).toBeVisible()
    await at.terminal.shoot('guide')
    const before = (await at.hall.printer.send('receipts')).length
    const number = await takeInFound(page, themeCase(catalogue, birth, today), (place) =>
      at.terminal.shoot(place),
    )
    await expect.poll(async () => (await at.hall.printer.send('receipts')).length).toBeGreaterThan(before)
    await at.terminal.shoot('receipt')
    await expect
      .poll(
        async () => {
          const { intakes } = intakeListSchema.parse(await askHub(at.hall, 'GET', '/intakes'))
          return intakes.filter(({ receiptNumber }) => receiptNumber === number).length
        },
        { timeout: 60_000 },
      )
      .toBe(1)
    await page.getByTestId('receipt-next').click()
    await expect(page.getByTestId('rate-very-satisfied')).toBeVisible()
    await at.terminal.shoot('rate')
    await page.getByTestId('rate-satisfied').click()
    await expect(page.getByTestId('rate').getByRole('checkbox', { checked: true })).toHaveCount(0)
    await at.terminal.shoot('rate-reasons')
    await page.getByTestId('rate-send').click()
    await expect(page.getByTestId('kiosk-next')).toBeVisible()
    await expect(page.getByTestId('kiosk-take')).toContainText('回执')
    await expect(page.getByTestId('kiosk-take')).not.toContainText('身份证')
    await at.terminal.shoot('over')
    await expect
      .poll(async () => reviewListSchema.parse(await askHub(at.hall, 'GET', '/reviews')).visits.reviewed, {
        timeout: 60_000,
      })
      .toBe(1)
    await expectWiped(number)
    await page.getByTestId('kiosk-next').click()
    await expect(page.getByTestId('kiosk-begin')).toBeVisible()
  })

  test('the next one finds nothing of the one before', async () => {
    const { page } = at.terminal
    await beginForm()
    await at.terminal.shoot('form-begun')
    await page.getByTestId('kiosk-end').click()
    await page.getByTestId('kiosk-sure-yes').click()
    await expect(page.getByTestId('kiosk-next')).toBeVisible()
    await expectWiped(name)
    await page.getByTestId('kiosk-next').click()
    await beginVisit(at)
    // A clerk's pages are not for visitors, by whatever address.
    for (const place of ['desk', 'devices', 'progress', 'take-over', 'intakes/x']) {
      await page.evaluate((hash) => (window.location.hash = `#/${hash}`), place)
      await expect(page).toHaveURL(/#\/visit$/)
    }
    const carried = await page.evaluate(() =>
      window.terminal.carryOut({ second: { operatorId: '9001', password: 'x' } }),
    )
    expect(carried).toMatchObject({ ok: false, error: { code: 'session.no-right' } })
  })

  test('one may begin anew, and be helped by a window that goes on with what was filled in', async () => {
    const { page } = at.terminal
    await page.getByTestId('kiosk-end').click()
    await page.getByTestId('kiosk-sure-yes').click()
    await page.getByTestId('kiosk-next').click()
    await beginForm()
    await page.getByTestId('kiosk-restart').click()
    await page.getByTestId('kiosk-sure-yes').click()
    await expect(page.getByTestId('kiosk-theme-birth')).toBeVisible()
    await expect.poll(rowsLeft).toEqual({ drafts: 0, draftParts: 0 })
    await page.getByTestId('kiosk-end').click()
    await page.getByTestId('kiosk-sure-yes').click()
    await page.getByTestId('kiosk-next').click()
    await beginForm()
    await page.getByTestId('kiosk-help').click()
    await expect(page.getByTestId('kiosk-help-dialog')).toContainText('一楼3号综合窗口')
    await at.terminal.shoot('help')
    await page.getByTestId('kiosk-help-move').click()
    await expect(page).toHaveURL(/#\/hand-over\//)
    await at.terminal.shoot('hand-over')
    await page.getByTestId('transfer-store').click()
    await expect(page.getByTestId('transfer-ready')).toContainText('一楼3号综合窗口', { timeout: 60_000 })
    await expect(page.getByTestId('transfer-desk')).toHaveCount(0)
    const code = (await page.getByTestId('transfer-code').innerText()).trim()
    await at.terminal.shoot('hand-over-code')
    await page.getByTestId('kiosk-end').click()
    await page.getByTestId('kiosk-sure-yes').click()
    await expect(page.getByTestId('kiosk-next')).toBeVisible()
    await expectWiped(name, code)
    await page.getByTestId('kiosk-next').click()
    const window = await secondTerminal(at.hall, at.terminal.shots)
    try {
      const clerk = await window.start()
      await signIn({ terminal: window })
      await clerk.keyboard.type(code)
      await clerk.keyboard.press('Enter')
      await expect(clerk.getByTestId('take-over-done')).toBeVisible({ timeout: 60_000 })
      await clerk.getByTestId('take-over-open').click()
      await expect(clerk.locator('[data-field="newborn.name"] input')).toHaveValue(name)
    } finally {
      await window.close()
    }
  })

  test('what is said aloud is written too, and the next one begins in silence', async () => {
    const { page } = at.terminal
    await beginVisit(at)
    await expect(page.getByTestId('voice')).toHaveCount(0)
    await page.getByTestId('kiosk-voice').click()
    await expect(page.getByTestId('voice-caption')).toContainText('您要办什么事')
    await page.getByTestId('kiosk-theme-birth').click()
    await expect(page.getByTestId('voice-caption')).toContainText('出生一件事')
    await at.terminal.shoot('voice')
    await page.getByTestId('kiosk-end').click()
    await page.getByTestId('kiosk-sure-yes').click()
    await expect(page.getByTestId('kiosk-next')).toBeVisible()
    await expect(page.getByTestId('kiosk-voice')).toHaveAttribute('aria-pressed', 'true')
    await at.terminal.shoot('over-voice')
    await page.getByTestId('kiosk-voice').click()
    await expect(page.getByTestId('kiosk-voice')).toHaveAttribute('aria-pressed', 'false')
    await page.getByTestId('kiosk-next').click()
    await expect(page.getByTestId('kiosk-begin')).toBeVisible()
    await expect(page.getByTestId('voice')).toHaveCount(0)
    const pending = await page.evaluate(() => speechSynthesis.speaking || speechSynthesis.pending)
    expect(pending).toBe(false)
  })

  test('a card that stays on the reader is called out at the end', async () => {
    const { page } = at.terminal
    await beginForm()
    await page.keyboard.press('F8')
    await answerOneByOne(page, themeCase(catalogue, birth, today).typed, { until: 'mother.name' })
    await page.getByTestId('ask-back').click()
    await page.getByTestId('ask-read-mother').click()
    await at.hall.reader.send('insert-card', inventBirthFamily(7).motherCard)
    await expect(page.getByTestId('ask-card-read')).toBeVisible({ timeout: 30_000 })
    await at.terminal.shoot('known')
    await page.getByTestId('kiosk-end').click()
    await page.getByTestId('kiosk-sure-yes').click()
    await expect(page.getByTestId('kiosk-card-lies')).toBeVisible({ timeout: 15_000 })
    await at.terminal.shoot('card-lies')
    await at.hall.reader.send('remove-card')
    await page.getByTestId('kiosk-next').click()
  })

  test('nobody begins where no receipt could be printed, and all goes on by itself when there is paper', async () => {
    const { page } = at.terminal
    await at.hall.printer.send('paper-out')
    await expect(page.getByTestId('kiosk-closed')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByTestId('kiosk-closed-why')).toContainText('纸用完')
    await expect(page.getByText('一楼3号综合窗口')).toBeVisible()
    await at.terminal.shoot('closed')
    await at.hall.printer.send('restore')
    await expect(page.getByTestId('kiosk-begin')).toBeVisible({ timeout: 30_000 })
  })

  test('who walks away is asked for first, may stay by one touch, and is wiped if nobody answers', async () => {
    await at.terminal.close()
    becomeKiosk(at.hall, { idleSeconds: 3, askSeconds: 40 })
    const page = await at.terminal.start()
    await beginForm()
    await expect(page.getByTestId('kiosk-idle')).toBeVisible({ timeout: 15_000 })
    await at.terminal.shoot('idle')
    await page.getByTestId('kiosk-idle-stay').click()
    await expect(page.getByTestId('kiosk-idle')).toHaveCount(0)
    await expect(page.locator('[data-field="newborn.name"] input')).toHaveValue(name)
    await expect(page.getByTestId('kiosk-next')).toBeVisible({ timeout: 90_000 })
    await expectWiped(name)
  })

  test('only a technician ends the program, by a knock that nobody finds by chance', async () => {
    const { page } = at.terminal
    await page.getByTestId('kiosk-next').click()
    const leave = async (account: { id: string; password: string }): Promise<void> => {
      await page.getByTestId('kiosk-leave-operator').fill(account.id)
      await page.getByTestId('kiosk-leave-password').fill(account.password)
      await page.getByTestId('kiosk-leave-go').click()
    }
    await expect(page.getByTestId('kiosk-begin')).toBeVisible()
    for (let knock = 0; knock < 5; knock += 1) await page.locator('header.head').click()
    await leave({ ...demonstrationAdministrator, password: 'wrong' })
    await expect(page.getByTestId('kiosk-leave').getByRole('alert').first()).toBeVisible()
    await leave(demonstrationAccount)
    await expect(page.getByTestId('kiosk-leave')).toContainText('技术人员')
    await at.terminal.shoot('leave')
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
    const ended = at.terminal.app.waitForEvent('close')
    await leave(demonstrationAdministrator)
    await ended
    const log = await readFile(join(at.hall.profileDir, 'logs', 'terminal.log'), 'utf8')
    expect(log).toContain('terminal.left')
    expect(log).not.toContain(name)
  })
})
