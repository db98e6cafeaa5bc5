import { situationsOf } from '#sync/catalogue'
import { themeCase } from '#tests/journey'
import { test } from '@playwright/test'
import { catalogue, themeById, today, walkThemes } from './walked-themes.ts'

const themes = catalogue.themes.filter(({ lifecycle }) => lifecycle !== 'person')

walkThemes(
  'every theme of firms and projects is taken in at the window',
  'walk-firms',
  themes,
  ({ walk }) => {
    test('a branch office, by its head', async () => {
      const start = themeById('enterprise-start')
      const branch = situationsOf(start).find((answers) => Object.values(answers).includes('branch'))
      await walk(themeCase(catalogue, start, today, branch))
    })
  },
)
