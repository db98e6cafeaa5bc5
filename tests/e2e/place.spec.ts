import { readFileSync, writeFileSync } from 'node:fs'
import { inventPerson } from '#devices/simulators'
import { readCatalogue } from '#sync/catalogue/disk'
import { atWindow, beginVisit, resize, signIn, takeIn, themeCase } from '#tests/journey'
import { expect, test } from '@playwright/test'
import { parse, stringify } from 'yaml'
import { inspectLayout } from '../gallery/inspect/index.ts'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')
const small = { width: 1024, height: 600 }
const common = { width: 1366, height: 768 }

function become(configPath: string, entries: Readonly<Record<string, unknown>>): void {
  const config = parse(readFileSync(configPath, 'utf8')) as object
  writeFileSync(configPath, stringify({ ...config, ...entries }))
}

/** 便民服务站: no network for days, a small screen, and villagers who cannot all come themselves. */
test.describe.serial('at a station', () => {
  const at = atWindow('station')
  const birth = catalogue.themes.find(({ id }) => id === 'birth')
  if (birth === undefined) throw new Error('there is no birth theme')

  test.beforeAll(async () => {
    const { hub } = parse(readFileSync(at.hall.configPath, 'utf8')) as { hub: object }
    become(at.hall.configPath, { mode: 'station', hub: { ...hub, scanHours: ['20:00-07:00'] } })
    await at.terminal.start()
    await signIn(at)
  })

  test('the desk tells what works, when scans travel, and that nothing waits', async () => {
    const { page } = at.terminal
    await expect(page.getByTestId('station-works')).toContainText('都能办')
    await expect(page.getByTestId('station-waiting')).toHaveText('没有，全部已送达')
    await expect(page.getByTestId('station-scans')).toContainText('每天 20:00-07:00')
    await at.hall.line.cut()
    await expect(page.getByTestId('station-works')).toContainText('断网照办', { timeout: 30_000 })
    for (const size of [small, common]) {
      await resize(at.terminal, size)
      await at.terminal.shoot(`desk-${String(size.width)}`)
      expect(await inspectLayout(page)).toEqual([])
      // At a glance: nobody has to look for it.
      await expect(page.getByTestId('station-glance')).toBeInViewport({ ratio: 1 })
      await at.terminal.shootLarge(`desk-${String(size.width)}`)
    }
  })

  test('the clerk acts for a villager, on an authorisation that is printed there', async () => {
    const { page } = at.terminal
    const seed = 61
    const sign = async (step: string): Promise<void> => {
      if (step !== 'sign') return
      await page.getByTestId('sign-as-agent').click()
      await page.getByTestId('sign-agent-me').click()
      await expect(page.getByTestId('sign-agent-name')).toHaveValue(/演示员/)
      await at.hall.reader.send('insert-card', { seed })
      await page.getByTestId('sign-agent-card').click()
      await expect(page.getByTestId('sign-agent-number')).toHaveValue(inventPerson(seed).number, {
        timeout: 30_000,
      })
      const a4 = page.getByTestId('sign-authorisation-a4')
      await a4.getByRole('button').first().click()
      await expect(a4).toHaveAttribute('data-state', 'printed', { timeout: 60_000 })
      await resize(at.terminal, small)
      await page.getByTestId('sign-authorisation').scrollIntoViewIfNeeded()
      await at.terminal.shoot('agent')
      await at.terminal.shootLarge('agent')
      expect(await inspectLayout(page)).toEqual([])
      await resize(at.terminal, common)
      await page.getByTestId('sign-agent-scan').click()
      await expect(page.getByTestId('sign-agent-proof')).toContainText('已收 1 页', { timeout: 60_000 })
    }
    await takeIn(page, themeCase(catalogue, birth, today), sign)
  })

  test('what waits is told, and the way to bring it by stick', async () => {
    const { page } = at.terminal
    await page.keyboard.press('Control+K')
    await expect(page.getByTestId('station-waiting')).toContainText('1 件等着送出')
    await page.getByTestId('station-carry').click()
    await expect(page.getByTestId('station-carry-dialog')).toContainText('U盘里的收件是加密的')
    await resize(at.terminal, small)
    await at.terminal.shoot('carry')
    await at.terminal.shootLarge('carry')
    expect(await inspectLayout(page)).toEqual([])
    await page.getByTestId('carry-out').click()
    // Nothing leaves the station on one person's word.
    await expect(page.getByTestId('second-person')).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})

/** 产科、殡仪馆: what people come for stands first, in words that fit the place. */
test.describe.serial('a ward and a funeral home', () => {
  const at = atWindow('profiles')

  test('a window of a maternity ward has the birth first, and all others below', async () => {
    become(at.hall.configPath, { profile: 'maternity-ward' })
    const page = await at.terminal.start()
    await signIn(at)
    const cards = page.locator('[data-testid^="theme-"]')
    await expect(cards.first()).toHaveAttribute('data-testid', 'theme-birth')
    await expect(page.getByRole('heading', { name: /产科常办/ })).toBeVisible()
    await expect(cards).toHaveCount(catalogue.themes.length)
    await at.terminal.shoot('maternity-desk')
    await at.terminal.close()
  })

  test('a kiosk of a funeral home is quiet, and offers what a family has to settle', async () => {
    become(at.hall.configPath, { mode: 'kiosk', profile: 'funeral-home', kiosk: {} })
    const page = await at.terminal.start()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('身后事的手续，可以在这里办')
    for (const size of [small, common]) {
      await resize(at.terminal, size)
      await at.terminal.shoot(`funeral-attract-${String(size.width)}`)
      expect(await inspectLayout(page)).toEqual([])
    }
    await page.getByTestId('kiosk-begin').click()
    await page.getByTestId('kiosk-agree').click()
    const tiles = page.locator('[data-testid^="kiosk-theme-"]')
    await expect(tiles.first()).toHaveAttribute('data-testid', 'kiosk-theme-after-death')
    await expect(page.getByTestId('kiosk-theme-birth')).toHaveCount(0)
    await at.terminal.shoot('funeral-themes')
    await expect(page.getByTestId('kiosk-search')).toHaveCount(0)
    await page.getByTestId('kiosk-others').click()
    await expect(page.getByTestId('kiosk-search')).toBeVisible()
    await expect(page.getByTestId('kiosk-theme-birth')).toBeVisible()
    await expect(page.locator('[data-group="person"] button').first()).toBeFocused()
    await at.terminal.close()
  })

  test('an order of one’s own comes before the profile’s, and a theme that is not there is told', async () => {
    become(at.hall.configPath, {
      profile: 'maternity-ward',
      firstThemes: ['medical-care', 'birth', 'no-such-theme'],
    })
    const page = await at.terminal.start()
    await beginVisit(at)
    const tiles = page.locator('[data-testid^="kiosk-theme-"]')
    await expect(tiles.first()).toHaveAttribute('data-testid', 'kiosk-theme-medical-care')
    await expect(tiles).toHaveCount(2)
    await at.terminal.shoot('maternity-themes')
    await at.terminal.close()

    become(at.hall.configPath, { mode: 'window' })
    await at.terminal.start()
    await signIn(at)
    await expect(at.terminal.page.getByTestId('unknown-themes')).toHaveCount(0)
    await at.terminal.close()
    await at.terminal.start()
    await signIn(at, { id: '9001', password: 'yichuang-9001' })
    await expect(at.terminal.page.getByTestId('unknown-themes')).toContainText('no-such-theme')
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
