import { departmentCasesSchema } from '#sync/api'
import { askHub, startHall, type Hall } from '#build/hall'
import { inventPerson } from '#devices/simulators'
import { resolveElectron } from '#build/runtime'
import { readCatalogue } from '#sync/catalogue/disk'
import { signIn, takeIn, Terminal, themeCase } from '#tests/journey'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')

/** 代办: somebody comes for the applicant, with their own card and a paper that says so. */
test.describe.serial('somebody acts for the applicant', () => {
  const birth = catalogue.themes.find(({ id }) => id === 'birth')
  if (birth === undefined) throw new Error('there is no birth theme')
  const seed = 61
  const agent = inventPerson(seed)
  let hall: Hall
  let terminal: Terminal

  test.beforeAll(async () => {
    const dir = mkdtempSync(join(tmpdir(), 'yichuang-agent-'))
    hall = await startHall({ dir, fresh: true, quiet: true })
    terminal = new Terminal(hall, await resolveElectron(), join(dir, 'shots'), { inspect: true })
    await terminal.start()
    await signIn({ terminal })
  })

  test.afterAll(async () => {
    await terminal.close()
    await hall.stop()
    await rm(hall.dir, { recursive: true, force: true })
  })

  test('an agent signs with card and authorisation, and the departments know it', async () => {
    const { page } = terminal
    const place = async (at: string): Promise<void> => {
      if (at !== 'sign') return
      await page.getByTestId('sign-as-agent').click()
      // Nothing can be signed before it is said who signs, and shown that they may.
      await expect(page.getByTestId('sign-canvas')).toHaveCount(0)
      await expect(page.getByTestId('sign-problem-proof-missing')).toBeVisible()
      await hall.reader.send('insert-card', { seed })
      await page.getByTestId('sign-agent-card').click()
      await expect(page.getByTestId('sign-agent-number')).toHaveValue(agent.number, { timeout: 30_000 })
      await terminal.shoot('agent-open')
      await page.getByTestId('sign-agent-scan').click()
      await expect(page.getByTestId('sign-agent-proof')).toContainText('已收 1 页', { timeout: 60_000 })
      await expect(page.getByTestId('sign-canvas')).toBeVisible()
      await terminal.shoot('agent')
      await terminal.shootLarge('agent')
    }
    await takeIn(page, themeCase(catalogue, birth, today), place)
    await expect(page.getByText('代办人', { exact: false }).first()).toBeVisible()
    await terminal.shoot('agent-receipt')
    await expect
      .poll(
        async () => {
          const answer = await askHub(hall, 'GET', '/departments/health/cases')
          return departmentCasesSchema
            .parse(answer)
            .cases.map(({ representation }) => representation?.idNumber)
        },
        { timeout: 60_000 },
      )
      .toEqual([agent.number])
    expect(terminal.accessProblems).toEqual([])
    expect(terminal.faults).toEqual([])
  })
})
