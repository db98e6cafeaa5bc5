import { defineConfig } from '@playwright/test'

/** The virtual screens that `npm test` opened, one a runner; none where a person's own screen is used. */
const displays = process.env['TEST_DISPLAYS']?.split(',') ?? []
const own = displays[Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)]
if (own !== undefined) process.env['DISPLAY'] = own

/** End-to-end tests in the real Electron. Each has a hall, a terminal and a screen of its own. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: '../out/test/e2e',
  workers: Math.max(1, displays.length),
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  forbidOnly: process.env['CI'] !== undefined,
})
