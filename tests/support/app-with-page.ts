import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { buildApp } from '#build/app'
import { yamlPlugin } from '#build/vite'
import { projectPath } from '../../build/project.ts'

/**
 * The terminal as it is shipped, with a page of a measurement in place of its screens: main process, preload, device
 * host and worker are the product's own.
 *
 * @param page folder of the page, with its `index.html`
 * @param folder where the app is put together; emptied first
 */
export async function appWithPage(page: string, folder: string): Promise<void> {
  await buildApp({ log: (line) => console.error(line) })
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'out', 'app'), { recursive: true })
  for (const part of ['main', 'preload', 'paper-preload', 'device-host']) {
    cpSync(projectPath('out', 'app', part), join(folder, 'out', 'app', part), { recursive: true })
  }
  symlinkSync(projectPath('node_modules'), join(folder, 'node_modules'))
  cpSync(projectPath('package.json'), join(folder, 'package.json'))
  await build({
    configFile: false,
    root: page,
    base: './',
    logLevel: 'warn',
    plugins: [yamlPlugin()],
    worker: { format: 'es', plugins: () => [yamlPlugin()] },
    build: {
      outDir: join(folder, 'out', 'app', 'renderer'),
      emptyOutDir: true,
      target: 'chrome130',
      assetsInlineLimit: 0,
      modulePreload: false,
    },
  })
}
