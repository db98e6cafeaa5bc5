import { defineConfig } from '@playwright/test'

/** End-to-end tests in the real Electron. One at a time: each has a hall, a terminal and a screen of its own. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: '../out/test/e2e',
  workers: 1,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  forbidOnly: process.env['CI'] !== undefined,
})
