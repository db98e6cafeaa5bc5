import type { Page } from '@playwright/test'

/** What has the focus, as far as the form is concerned. */
export interface FocusedField {
  readonly key: string
  readonly control: 'text' | 'choice' | 'code' | 'table'
  readonly value: string
}

export function focusedField(page: Page): Promise<FocusedField | null> {
  return page.evaluate(() => {
    const element = document.activeElement
    const key = element?.closest<HTMLElement>('[data-field]')?.dataset['field']
    if (element === null || key === undefined) return null
    if (element.closest('[data-table]') !== null) return { key, control: 'table', value: '' }
    const role = element.getAttribute('role')
    const chosen = role === 'combobox' && !element.hasAttribute('data-freeform')
    const control = role === 'radio' ? 'choice' : chosen ? 'code' : 'text'
    const value =
      control === 'choice'
        ? (element.closest('[role=radiogroup]')?.querySelector('[aria-checked=true]')?.textContent ?? '')
        : (element as HTMLInputElement).value
    return { key, control, value: value.trim() }
  })
}

async function chooseRadio(page: Page, label: string): Promise<void> {
  const options = await page.evaluate(() => {
    const group = document.activeElement?.closest('[role=radiogroup]')
    return [...(group?.querySelectorAll('[role=radio]') ?? [])].map(
      (radio) => radio.textContent?.trim() ?? '',
    )
  })
  const at = await page.evaluate(() => {
    const group = document.activeElement?.closest('[role=radiogroup]')
    return [...(group?.querySelectorAll('[role=radio]') ?? [])].indexOf(document.activeElement as Element)
  })
  const wanted = options.indexOf(label)
  if (wanted < 0) throw new Error(`no choice “${label}” among ${options.join('、')}`)
  const key = wanted > at ? 'ArrowRight' : 'ArrowLeft'
  for (let step = 0; step < Math.abs(wanted - at); step += 1) await page.keyboard.press(key)
  // An arrow chooses only while it is held for a moment, as a finger does; the space bar chooses at once.
  await page.keyboard.press('Space')
}

export async function enter(page: Page, field: FocusedField, text: string): Promise<void> {
  if (field.control === 'table') return fillTable(page, JSON.parse(text) as Record<string, string>[])
  if (field.control === 'choice') return chooseRadio(page, text)
  await page.keyboard.press('Control+A')
  await page.keyboard.type(text)
  if (field.control === 'code') {
    await page.getByRole('option', { name: text, exact: true }).first().waitFor()
    await page.keyboard.press('Enter')
  }
}

/** Which cell of the open row has the focus; null outside of one. */
function focusedCell(page: Page): Promise<(FocusedField & { control: 'text' | 'choice' | 'code' }) | null> {
  return page.evaluate(() => {
    const element = document.activeElement
    const key = element?.closest<HTMLElement>('[data-cell]')?.dataset['cell']
    if (element === null || key === undefined) return null
    const role = element.getAttribute('role')
    const chosen = role === 'combobox' && !element.hasAttribute('data-freeform')
    return { key, control: role === 'radio' ? 'choice' : chosen ? 'code' : 'text', value: '' }
  })
}

/** 名册: the button adds a row, Tab leads from cell to cell and then to the button that closes the row. */
async function fillTable(page: Page, rows: readonly Readonly<Record<string, string>>[]): Promise<void> {
  for (const row of rows) {
    await page.keyboard.press('Enter')
    await page.locator('[data-cell] :focus').waitFor()
    const asked: string[] = []
    for (let cell = await focusedCell(page); cell !== null; cell = await focusedCell(page)) {
      const text = row[cell.key]
      if (!asked.includes(cell.key) && text !== undefined) await enter(page, cell, text)
      asked.push(cell.key)
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await page.locator('[data-add]:focus').waitFor()
  }
}

/**
 * Fills the form with the keyboard alone: Tab from field to field, type or choose, on to the next. Fields that
 * already hold something are left as they are.
 * @returns the keys in the order in which the form asked for them
 * @throws Error when the form asks for something that `answers` does not have, or never ends
 */
export async function fillByKeyboard(
  page: Page,
  answers: Readonly<Record<string, string>>,
): Promise<string[]> {
  const asked: string[] = []
  let rounds = 0
  for (let presses = 0; presses < 600; presses += 1) {
    const field = await focusedField(page)
    if (field !== null && !asked.includes(field.key)) {
      asked.push(field.key)
      const text = answers[field.key]
      if (field.value === '' && text !== undefined) await enter(page, field, text)
    } else if (field !== null && asked[0] === field.key) {
      rounds += 1
      if (rounds === 1) return asked
    }
    await page.keyboard.press('Tab')
  }
  throw new Error(`the form did not come to an end; it asked for ${asked.length} fields`)
}
