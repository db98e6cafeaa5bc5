import { demonstrationAdministrator, startHall, type Hall } from '#build/hall'
import { resolveElectron } from '#build/runtime'
import { Terminal } from '#tests/journey'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'

/** A citizen comes with the slip of another terminal; its code is scanned where the clerk would type. */
test.describe.serial('a printed notice', () => {
  let hall: Hall
  let terminal: Terminal

  test.beforeAll(async () => {
    const dir = mkdtempSync(join(tmpdir(), 'yichuang-notice-'))
    hall = await startHall({ dir, fresh: true, quiet: true })
    terminal = new Terminal(hall, await resolveElectron(), join(dir, 'shots'), { inspect: true })
    const page = await terminal.start()
    await page.getByTestId('sign-in-operator').fill(demonstrationAdministrator.id)
    await page.keyboard.press('Tab')
    await page.keyboard.type(demonstrationAdministrator.password)
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('desk-search')).toBeFocused()
  })

  test.afterAll(async () => {
    await terminal.close()
    await hall.stop()
    await rm(hall.dir, { recursive: true, force: true })
  })

  test('whose code is damaged says so, and the search box still works', async () => {
    const { page } = terminal
    await page.keyboard.type('YCN1:birth;parents')
    await page.keyboard.press('Enter')
    await expect(page.getByText('可能没有扫完整', { exact: false })).toBeVisible()
    await terminal.shoot('notice-code-damaged')
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('desk-search')).toHaveValue('')
  })

  test('carries on with the same answers at another terminal', async () => {
    const { page } = terminal
    await page.keyboard.type('YCN1:birth;parents=married;settle=father')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('guide-next')).toBeFocused()
    await expect(page.getByTestId('guide-answer-settle')).toHaveText('随父亲上户口')
    await expect(page.locator('[data-testid^="guide-matter-"]')).toHaveCount(6)
  })

  test('shows an administrator what is only an example', async () => {
    const { page } = terminal
    await expect(page.getByTestId('guide-example-note')).toBeVisible()
    await expect(page.getByTestId('guide-material-mother-id')).toContainText('示例配置')
    await terminal.shoot('notice-examples')
    expect(terminal.accessProblems).toEqual([])
    expect(terminal.faults).toEqual([])
  })
})
