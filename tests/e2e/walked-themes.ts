import { askHub } from '#build/hall'
import { readCatalogue } from '#sync/catalogue/disk'
import { intakeListSchema } from '#sync/api'
import type { Theme } from '#sync/model'
import { type AtWindow, atWindow, signIn, takeIn, themeCase, type ThemeCase } from '#tests/journey'
import { expect, test } from '@playwright/test'

export const catalogue = readCatalogue()
export const today = new Date().toLocaleDateString('sv')

/** @throws Error when the catalogue has none of that id */
export function themeById(id: string): Theme {
  const found = catalogue.themes.find((theme) => theme.id === id)
  if (found === undefined) throw new Error(`there is no theme ${id}`)
  return found
}

/** A window that walks, and what it has taken in. */
export interface Walk {
  readonly at: AtWindow
  /** Takes it in and goes back to the desk. */
  walk(one: ThemeCase): Promise<void>
  /** Notes what a test took in by itself. */
  note(receiptNumber: string, one: ThemeCase): void
}

/**
 * Themes of the plan, one after the other at one window, from the search box to the receipt; then what `further` tests walk. In the
 * end all are at the hub, once, and no screen has complained. The plan's themes are walked by two windows, which run side by side.
 * @param name folder of its pictures
 */
export function walkThemes(
  title: string,
  name: string,
  themes: readonly Theme[],
  further: (walk: Walk) => void,
): void {
  test.describe.serial(title, () => {
    const at = atWindow(name, { inspect: false })
    const taken = new Map<string, ThemeCase>()
    let count = 0
    const note = (receiptNumber: string, one: ThemeCase): void => {
      count += 1
      taken.set(receiptNumber, one)
    }
    const walk = async (one: ThemeCase): Promise<void> => {
      note(await takeIn(at.terminal.page, one), one)
      await at.terminal.page.getByTestId('receipt-next').click()
    }

    test.beforeAll(async () => {
      await at.terminal.start()
      await signIn(at)
    })

    for (const theme of themes) {
      test(`${theme.number} ${theme.name}（${theme.id}）`, () => walk(themeCase(catalogue, theme, today)))
    }

    further({ at, walk, note })

    test('all of them reach the hub once, split into their matters', async () => {
      const numbers = [...taken.keys()]
      expect(count).toBeGreaterThan(themes.length)
      expect(numbers).toHaveLength(count)
      const listed = async () =>
        intakeListSchema
          .parse(await askHub(at.hall, 'GET', '/intakes'))
          .intakes.filter(({ state }) => state === 'committed')
      await expect.poll(async () => (await listed()).length, { timeout: 60_000 }).toBe(numbers.length)
      for (const intake of await listed()) {
        const matters = taken.get(intake.receiptNumber)?.notice.matters.map(({ id }) => id)
        expect(intake.cases.map(({ matterId }) => matterId)).toEqual(matters)
      }
    })

    test('no screen wrote an error to its console on the way', () => {
      expect(at.terminal.faults).toEqual([])
    })
  })
}
