import vue from '@vitejs/plugin-vue'
import type { UserConfig } from 'vite'
import { projectPath } from '../project.ts'
import { pureAreas } from './pure-areas.ts'
import { yamlPlugin } from './yaml-plugin.ts'

/** The page, out/app/renderer/, served by the main process from app://terminal/. */
export function rendererConfig(): UserConfig {
  return {
    root: projectPath('renderer'),
    base: './',
    publicDir: projectPath('renderer', 'public'),
    plugins: [vue(), yamlPlugin()],
    define: {
      // Messages are compiled at run time to a tree, not to code: the page's policy forbids eval.
      __INTLIFY_JIT_COMPILATION__: true,
      __INTLIFY_DROP_MESSAGE_COMPILER__: false,
      __VUE_I18N_FULL_INSTALL__: true,
      __VUE_I18N_LEGACY_API__: false,
      __INTLIFY_PROD_DEVTOOLS__: false,
      __VUE_OPTIONS_API__: true,
      __VUE_PROD_DEVTOOLS__: false,
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
    },
    worker: {
      format: 'es',
      plugins: () => [yamlPlugin()],
      rolldownOptions: { treeshake: pureAreas },
    },
    build: {
      outDir: projectPath('out', 'app', 'renderer'),
      emptyOutDir: true,
      rolldownOptions: {
        treeshake: pureAreas,
        input: [projectPath('renderer', 'index.html'), projectPath('renderer', 'paper.html')],
      },
      target: 'chrome130',
      // Fonts and pictures stay files: data: URLs would need a wider content security policy.
      assetsInlineLimit: 0,
      // A polyfill would be an inline script.
      modulePreload: { polyfill: false },
      sourcemap: true,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2_000,
    },
  }
}
