import { defineConfig } from 'vitest/config'
import { rendererConfig } from './build/vite/renderer.config.ts'

/** The renderer's Vite configuration, and Vitest's for every area. */
export default defineConfig({
  ...rendererConfig(),
  test: {
    // Vite's root is renderer/; the tests of all areas are run from the project.
    root: import.meta.dirname,
    include: ['{devices,sync,electron,renderer,build,tests/integration,tests/bench}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'out/**', 'tests/e2e/**'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 15_000,
    hookTimeout: 30_000,
    teardownTimeout: 5_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
})
