import { expect } from '@playwright/test'
import { signIn } from './guide-steps.ts'
import type { Journey, JourneyStep } from './journey.ts'
import { fillByKeyboard } from './keyboard-form.ts'

function valueOf(journey: Journey, key: string): Promise<string> {
  return journey.terminal.page
    .locator(`[data-field="${key}"] input, [data-field="${key}"] textarea`)
    .first()
    .inputValue()
}

const unpluggedStep: JourneyStep = {
  id: '04-unplugged',
  title: '读卡器被拔掉：屏幕说明白，插回后自动恢复',
  async run({ terminal, hall }) {
    const { page } = terminal
    await page.keyboard.press('F8')
    await expect(page.getByTestId('form-progress')).toBeVisible()
    await hall.reader.send('unplug')
    await expect(page.getByTestId('device-status')).toHaveAttribute('data-attention', '1')
    await terminal.shoot('06-reader-unplugged')
    await hall.reader.send('plug')
    await expect(page.getByTestId('device-status')).toHaveAttribute('data-attention', '0', {
      timeout: 60_000,
    })
  },
}

const cardStep: JourneyStep = {
  id: '04-id-card',
  title: '读母亲身份证：第一帧校验错，自动重读，姓名等八项填入',
  async run(journey) {
    const { terminal, hall, family } = journey
    const { page } = terminal
    await hall.reader.send('corrupt-next-frame', { step: 'read' })
    await page.keyboard.press('F2')
    await page.keyboard.press('1')
    await expect(page.getByTestId('form-card-cancel')).toBeVisible()
    await terminal.shoot('06-card-waiting')
    await hall.reader.send('insert-card', family.motherCard)
    await expect(page.getByTestId('field-badge-mother.name')).toHaveText(/读卡填入/)
    expect(await valueOf(journey, 'mother.name')).toBe(family.mother.name)
    expect(await valueOf(journey, 'mother.idNumber')).toBe(family.mother.number)
    expect(await valueOf(journey, 'mother.householdAddress')).toBe(family.mother.address)
    expect(await valueOf(journey, 'mother.idAuthority')).toBe(family.mother.authority)
    await expect(page.getByTestId('field-badge-mother.idValidUntil')).toHaveText(/读卡填入/)
    await expect(page.getByTestId('form-card-report-mother')).toBeVisible()
    await expect(page.getByTestId('field-badge-mother.nation')).toHaveText(/读卡填入/)
    await hall.reader.send('remove-card')
    await terminal.shoot('07-card-read')
  },
}

const fillStep: JourneyStep = {
  id: '05-one-form',
  title: '六个部门合成一张表：每项只问一次，错处当场用白话说明',
  async run({ terminal, family }) {
    const { page } = terminal
    const number = page.locator('[data-field="father.idNumber"] input')
    await number.focus()
    await page.keyboard.type('430102199001010000')
    await page.keyboard.press('Tab')
    await expect(page.locator('[data-field="father.idNumber"]')).toContainText('填错')
    await terminal.shoot('08-field-problem')
    await number.focus()
    await page.keyboard.press('Control+A')
    await page.keyboard.press('Delete')
    await page.locator('[data-field="newborn.name"] input').focus()
    const asked = await fillByKeyboard(page, family.typed)
    expect(new Set(asked).size).toBe(asked.length)
    expect(asked).toContain('newborn.name')
    await terminal.shoot('09-form-filled')
    await terminal.shootLarge('09-form-filled')
  },
}

const killStep: JourneyStep = {
  id: '06-draft-survives',
  title: '程序被强行终止：重开后草稿一字不少',
  async run(journey) {
    const { terminal, family } = journey
    await expect(terminal.page.getByTestId('form-autosave')).toContainText('已自动保存')
    await terminal.kill()
    await terminal.start()
    await signIn(journey)
    await terminal.shoot('10-resume')
    await terminal.page.locator('[data-testid^="draft-"]').first().focus()
    await terminal.page.keyboard.press('Enter')
    await expect(terminal.page.getByTestId('form-progress')).toBeVisible()
    expect(await valueOf(journey, 'newborn.name')).toBe(family.typed['newborn.name'])
    expect(await valueOf(journey, 'mother.name')).toBe(family.mother.name)
    expect(await valueOf(journey, 'service.cardBank')).toBe(family.typed['service.cardBank'])
    await terminal.page.keyboard.press('F8')
    const next = terminal.page.getByTestId('materials-progress')
    const problems = terminal.page.getByTestId('form-problems')
    await expect(next.or(problems)).toBeVisible()
    // Warnings ask for a second look; the same key confirms them.
    if (await problems.isVisible()) await terminal.page.keyboard.press('F8')
    await expect(next).toBeVisible()
  },
}

export const formSteps: readonly JourneyStep[] = [unpluggedStep, cardStep, fillStep, killStep]
