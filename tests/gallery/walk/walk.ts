import type { Hall } from '#build/hall'
import type { Terminal, ThemeCase } from '#tests/journey'
import { themeCase } from '#tests/journey'
import { readCatalogue } from '#sync/catalogue/disk'
import type { Page } from '@playwright/test'
import type { Photographer } from '../photographer.ts'

/** What the chapters of the walk share. */
export interface Walk {
  readonly hall: Hall
  readonly terminal: Terminal
  readonly photographer: Photographer
}

/** A stretch of the walk that starts at the desk (the first one: before signing in) and can fail by itself. */
export interface Chapter {
  readonly id: string
  readonly run: (walk: Walk) => Promise<void>
}

const catalogue = readCatalogue()

/**
 * An invented applicant of a theme; see {@link themeCase}.
 *
 * @throws Error when there is no such theme
 */
export function applicantOf(
  themeId: string,
  answers?: Readonly<Record<string, string>>,
  instead?: Readonly<Record<string, string>>,
): ThemeCase {
  const theme = catalogue.themes.find(({ id }) => id === themeId)
  if (theme === undefined) throw new Error(`there is no theme ${themeId}`)
  return themeCase(catalogue, theme, new Date().toLocaleDateString('sv'), answers, instead)
}

/** To the desk, from wherever the page stands and whatever lies over it. */
export async function toDesk(page: Page): Promise<void> {
  for (let layer = 0; layer < 3 && (await page.locator('[data-state=open][role]').count()) > 0; layer += 1)
    await page.keyboard.press('Escape')
  await page.keyboard.press('Control+K')
  await page.getByTestId('desk-search').waitFor()
  await page.getByTestId('desk-search').fill('')
  await page.getByTestId('desk-search').focus()
}

/** From the desk to the guide of a theme. */
export async function openTheme(page: Page, { theme }: Pick<ThemeCase, 'theme'>): Promise<void> {
  await page.keyboard.insertText(theme.name)
  await page.getByTestId(`desk-result-${theme.id}`).click()
  await page.getByTestId('guide-notice').or(page.getByTestId('guide-guidance')).first().waitFor()
}

/** To a place by its address, as a link would. */
export async function toPlace(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => (location.hash = to), hash)
}
