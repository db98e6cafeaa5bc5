import { openQuestions, parseReceiptNumber } from '#sync/model'
import { expect, type Page } from '@playwright/test'
import { explainFindings } from './explain-findings.ts'
import { fillByKeyboard } from './keyboard-form.ts'
import { answerOneByOne } from './question-steps.ts'
import type { ThemeCase } from './theme-cases.ts'

/** From the search box to the guide, by the theme's name and the keyboard. */
async function find(page: Page, { theme }: ThemeCase): Promise<void> {
  await expect(page.getByTestId('desk-search')).toBeFocused()
  await page.keyboard.insertText(theme.name)
  await expect(page.getByTestId(`desk-result-${theme.id}`)).toBeVisible()
  const results = page.getByRole('option')
  const ids = await results.evaluateAll((options) => options.map((option) => option.dataset['testid']))
  const place = ids.indexOf(`desk-result-${theme.id}`)
  for (let at = 0; at < place; at += 1) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('guide-notice')).toBeVisible()
}

/** How long a finger rests on a key; keys that follow one another faster are a scanner's, and are kept from shortcuts. */
const keyDownMs = 60

/** Answers by number key; each question is asked only where it changes something. */
export async function answerQuestions(page: Page, { theme, answers, notice }: ThemeCase): Promise<void> {
  const asked = openQuestions(theme, answers)
  for (const question of asked) {
    await expect(page.getByText(question.ask)).toBeVisible()
    await expect(page.getByRole('radio').first()).toBeFocused()
    const place = question.options.findIndex(({ value }) => value === answers[question.id])
    await page.keyboard.press(String(place + 1), { delay: keyDownMs })
    await expect(page.getByTestId(`guide-answer-${question.id}`)).toBeVisible()
  }
  await expect(page.getByTestId('guide-next')).toBeFocused()
  for (const { id } of notice.matters) await expect(page.getByTestId(`guide-matter-${id}`)).toBeVisible()
  if (theme.guidance !== undefined) {
    const guidance = page.getByTestId('guide-guidance')
    for (const words of [theme.guidance.reason, theme.guidance.where, theme.guidance.whenOpen])
      await expect(guidance).toContainText(words)
  }
  await page.keyboard.press('F8')
  await expect(page.getByTestId('form-progress').or(page.getByTestId('ask-next'))).toBeVisible()
}

/** A slip of the finger is told beside its field, and the form does not let it pass. */
async function mistype(page: Page, mistake: { key: string; typed: string }): Promise<void> {
  const field = page.locator(`[data-field="${mistake.key}"]`)
  const input = field.locator('input').first()
  await input.focus()
  await page.keyboard.insertText(mistake.typed)
  await page.keyboard.press('Tab')
  await expect(input).toHaveAttribute('aria-invalid', 'true')
  await input.focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Delete')
}

/** At a kiosk: question by question, and then everything at a glance. */
async function fillOneByOne(
  page: Page,
  typed: ThemeCase['typed'],
  mistake: ThemeCase['mistake'],
  look: ((place: string) => Promise<void>) | undefined,
): Promise<void> {
  await answerOneByOne(page, typed, { mistake, look })
  await look?.('summary')
  await expect(page.getByTestId('ask-summary')).toBeVisible()
  await page.keyboard.press('F8')
  const next = page.getByTestId('materials-next')
  const held = page.getByTestId('ask-held')
  await expect(next.or(held).first()).toBeVisible()
  // Warnings ask for a second look; the same key confirms them.
  if (await held.isVisible()) await page.keyboard.press('F8')
  await expect(next).toBeVisible()
}

async function fill(
  page: Page,
  { typed, mistake }: ThemeCase,
  lookAtQuestion?: (place: string) => Promise<void>,
): Promise<void> {
  if (await page.getByTestId('ask').isVisible()) {
    await fillOneByOne(page, typed, mistake, lookAtQuestion)
    return
  }
  if (mistake !== null) await mistype(page, mistake)
  await page.locator('[data-field]').locator('input, textarea, [role=radio][tabindex="0"]').first().focus()
  const asked = await fillByKeyboard(page, typed)
  expect(new Set(asked).size).toBe(asked.length)
  expect(asked.filter((key) => typed[key] === undefined)).toEqual([])
  await page.keyboard.press('F8')
  const next = page.getByTestId('materials-next')
  const problems = page.getByTestId('form-problems')
  await expect(next.or(problems).first()).toBeVisible()
  // Warnings ask for a second look; the same key confirms them.
  if (await problems.isVisible()) await page.keyboard.press('F8')
  await expect(next).toBeVisible()
}

/** Each paper in a way that the list allows: later where it may come later, by promise, or now by the scanner. */
async function settleMaterials(page: Page, { notice }: ThemeCase): Promise<void> {
  for (const { material } of notice.bring) {
    if (material.generated || material.necessity === 'optional') continue
    if (material.deferWorkingDays !== undefined) {
      await page.getByTestId(`materials-defer-${material.id}`).click()
      await page.getByTestId('materials-defer-confirm').click()
      await expect(page.getByTestId(`materials-status-${material.id}`)).toContainText('前补交')
    } else if (material.commitment) {
      await page.getByTestId(`materials-commit-${material.id}`).click()
      await expect(page.getByTestId(`materials-undo-${material.id}`)).toBeVisible()
    } else {
      await page.getByTestId(`materials-scan-${material.id}`).focus()
      await page.keyboard.press('F4')
      await expect(page.getByTestId(`materials-checked-${material.id}`)).toBeVisible({ timeout: 60_000 })
    }
  }
  await page.keyboard.press('F8')
  await expect(page.getByTestId('sign-alternative')).toBeVisible()
}

/** 口头确认，由经办人见证: the way to sign for who cannot write, by keyboard alone. */
export async function sign(page: Page): Promise<void> {
  await page.getByTestId('sign-alternative').focus()
  await page.keyboard.press('Enter')
  await page.getByTestId('sign-reason-hand').focus()
  await page.keyboard.press('Space')
  for (const box of ['sign-read', 'sign-agreed']) {
    await page.getByTestId(box).focus()
    await page.keyboard.press('Space')
  }
  await page.keyboard.press('F6')
  await expect(page.getByTestId('sign-done')).toBeVisible()
  await page.keyboard.press('F8')
}

/**
 * 从搜索到回执: takes one applicant in at the window, wholly by keyboard but for two clicks on papers, from the desk to
 * the screen that says 已保存. Its receipt number is returned.
 * @param look is called where there is something to see
 */
export async function takeIn(
  page: Page,
  one: ThemeCase,
  look: (place: string) => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  await find(page, one)
  return takeInFound(page, one, look)
}

/**
 * The same from the first question on, however the theme was found.
 * @param lookAtQuestion is called at each question of the form at a kiosk
 */
export async function takeInFound(
  page: Page,
  one: ThemeCase,
  look: (place: string) => Promise<void> = () => Promise.resolve(),
  lookAtQuestion?: (place: string) => Promise<void>,
): Promise<string> {
  await answerQuestions(page, one)
  await fill(page, one, lookAtQuestion)
  await look('form')
  await settleMaterials(page, one)
  await look('sign')
  await sign(page)
  await look('review')
  await explainFindings(page)
  await expect(page.getByTestId('submit')).toBeEnabled()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByTestId('receipt-saved')).toBeVisible({ timeout: 30_000 })
  const number = (await page.getByTestId('receipt-number').innerText()).trim()
  expect(parseReceiptNumber(number)).not.toBeNull()
  return number
}
