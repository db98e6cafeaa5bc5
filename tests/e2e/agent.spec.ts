import { departmentCasesSchema } from '#sync/api'
import { askHub } from '#build/hall'
import { inventPerson } from '#devices/simulators'
import { readCatalogue } from '#sync/catalogue/disk'
import { atWindow, signIn, takeIn, themeCase } from '#tests/journey'
import { expect, test } from '@playwright/test'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')

/** 代办: somebody comes for the applicant, with their own card and a paper that says so. */
test.describe.serial('somebody acts for the applicant', () => {
  const at = atWindow('agent')
  const birth = catalogue.themes.find(({ id }) => id === 'birth')
  if (birth === undefined) throw new Error('there is no birth theme')
  const seed = 61
  const agent = inventPerson(seed)

  test.beforeAll(async () => {
    await at.terminal.start()
    await signIn(at)
  })

  test('an agent signs with card and authorisation, and the departments know it', async () => {
    const { page } = at.terminal
    const place = async (step: string): Promise<void> => {
      if (step !== 'sign') return
      await page.getByTestId('sign-as-agent').click()
      // Nothing can be signed before it is said who signs, and shown that they may.
      await expect(page.getByTestId('sign-canvas')).toHaveCount(0)
      await expect(page.getByTestId('sign-problem-proof-missing')).toBeVisible()
      await at.hall.reader.send('insert-card', { seed })
      await page.getByTestId('sign-agent-card').click()
      await expect(page.getByTestId('sign-agent-number')).toHaveValue(agent.number, { timeout: 30_000 })
      await at.terminal.shoot('agent-open')
      await page.getByTestId('sign-agent-scan').click()
      await expect(page.getByTestId('sign-agent-proof')).toContainText('已收 1 页', { timeout: 60_000 })
      await expect(page.getByTestId('sign-canvas')).toBeVisible()
      await at.terminal.shoot('agent')
      await at.terminal.shootLarge('agent')
    }
    await takeIn(page, themeCase(catalogue, birth, today), place)
    await expect(page.getByText('代办人', { exact: false }).first()).toBeVisible()
    await at.terminal.shoot('agent-receipt')
    await expect
      .poll(
        async () => {
          const answer = await askHub(at.hall, 'GET', '/departments/health/cases')
          return departmentCasesSchema
            .parse(answer)
            .cases.map(({ representation }) => representation?.idNumber)
        },
        { timeout: 60_000 },
      )
      .toEqual([agent.number])
    expect(at.terminal.accessProblems).toEqual([])
    expect(at.terminal.faults).toEqual([])
  })
})
