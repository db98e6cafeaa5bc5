import { expect, type Page } from '@playwright/test'
import { enter, focusedField } from './keyboard-form.ts'

/** The screen on which the one form stands at a kiosk. */
const screen = (page: Page) => page.getByTestId('ask')

async function placeOf(page: Page): Promise<string> {
  return (await screen(page).getAttribute('data-question')) ?? ''
}

/** Goes on to another question; a warning asks for a second look, and the same key confirms it. */
async function goOn(page: Page, place: string): Promise<void> {
  for (let look = 0; look < 2 && (await placeOf(page)) === place; look += 1) {
    await page.keyboard.press('F8')
    await expect(screen(page).or(page.getByTestId('materials-next')).first()).toBeVisible()
    await page
      .waitForFunction(
        (before) => document.querySelector<HTMLElement>('[data-testid=ask]')?.dataset['question'] !== before,
        place,
        { timeout: 2_000 },
      )
      .catch(() => undefined)
  }
  if ((await placeOf(page)) === place) throw new Error(`there is no way on from ${place}`)
}

/**
 * Answers the form at a kiosk by keys alone, one screen after the other. Cards are left aside, and what holds something is left as it is.
 * @param until stops before this field, where it is given; at the summary otherwise
 * @param look is called at each question, with its place
 * @returns how many screens there were
 */
export async function answerOneByOne(
  page: Page,
  answers: Readonly<Record<string, string>>,
  {
    until,
    mistake = null,
    look,
  }: {
    until?: string
    mistake?: { readonly key: string; readonly typed: string } | null
    look?: ((place: string) => Promise<void>) | undefined
  } = {},
): Promise<number> {
  await expect(page.getByTestId('ask-next')).toBeVisible()
  for (let count = 0; count < 120; count += 1) {
    const place = await placeOf(page)
    const fields = page.getByTestId('ask').locator('[data-field]')
    const keys = await fields.evaluateAll((all) => all.map((one) => one.dataset['field'] ?? ''))
    if (place === 'summary' || (until !== undefined && keys.includes(until))) return count
    await look?.(place)
    for (const key of keys) {
      if (mistake?.key === key) await slip(page, key, mistake.typed)
      await fields
        .and(page.locator(`[data-field="${key}"]`))
        .locator('input, textarea, [role=radio][tabindex="0"], [role=radio], [data-add]')
        .first()
        .focus()
      const field = await focusedField(page)
      const text = answers[key]
      if (field === null || field.value !== '' || text === undefined) continue
      await enter(page, field, text)
      // On a machine with much to do a list may take the key before it has marked what was typed.
      if (field.control === 'code' && (await focusedField(page))?.value !== text)
        await enter(page, field, text)
    }
    await goOn(page, place)
  }
  throw new Error('the questions did not come to an end')
}

/** A slip of the finger holds the question where it is, and is told beside the field. */
async function slip(page: Page, key: string, typed: string): Promise<void> {
  const input = page.locator(`[data-field="${key}"] input`).first()
  const place = await placeOf(page)
  await input.fill(typed)
  await page.keyboard.press('F8')
  await expect(input).toHaveAttribute('aria-invalid', 'true')
  await expect(input).toBeFocused()
  expect(await placeOf(page)).toBe(place)
  await input.fill('')
}
