import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { buildApp } from '#build/app'
import { projectPath } from '../../../build/project.ts'
import { yamlPlugin } from '#build/vite'

const own = (...path: string[]): string => projectPath('tests', 'bench', 'sync', ...path)

async function buildPage(name: string, outDir: string, modules?: string): Promise<void> {
  await build({
    configFile: false,
    root: own(name),
    base: './',
    logLevel: 'warn',
    plugins: [yamlPlugin()],
    worker: { format: 'es', plugins: () => [yamlPlugin()] },
    resolve:
      modules === undefined
        ? {}
        : {
            alias: ['rxdb', 'pouchdb-browser', 'events'].map((peer) => ({
              find: new RegExp(`^${peer}(/.*)?$`),
              replacement: `${join(modules, 'node_modules', peer)}$1`,
            })),
          },
    build: { outDir, emptyOutDir: true, target: 'chrome130', assetsInlineLimit: 0, modulePreload: false },
  })
}

async function buildNodeSide(entry: string, outDir: string, format: 'es' | 'cjs'): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: own('peer-page', `${entry}.ts`),
      outDir,
      emptyOutDir: false,
      target: 'node20.18',
      rolldownOptions: {
        external: [/^node:/, 'electron'],
        output: { format, entryFileNames: `[name].${format === 'cjs' ? 'cjs' : 'js'}` },
      },
    },
  })
}

/**
 * The terminal as it is shipped, with a page of the bench in place of its screens: main process, preload and worker are
 * the product's own. @returns the folder that Electron is started with
 */
export async function terminalApp(): Promise<string> {
  await buildApp({ log: (line) => console.error(line) })
  const folder = projectPath('out', 'bench', 'terminal')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'out', 'app'), { recursive: true })
  for (const part of ['main', 'preload', 'paper-preload', 'device-host']) {
    cpSync(projectPath('out', 'app', part), join(folder, 'out', 'app', part), { recursive: true })
  }
  symlinkSync(projectPath('node_modules'), join(folder, 'node_modules'))
  cpSync(projectPath('package.json'), join(folder, 'package.json'))
  await buildPage('terminal-page', join(folder, 'out', 'app', 'renderer'))
  return folder
}

/** The peers' Electron and page. @param peers where they are installed. @returns the folder that Electron is started with */
export async function peerApp(peers: string): Promise<string> {
  const folder = projectPath('out', 'bench', 'peer-app')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const manifest = { name: 'yichuang-bench-peer', version: '0.0.0', type: 'module', main: 'shell.js' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  await buildNodeSide('shell', folder, 'es')
  await buildNodeSide('peer-preload', folder, 'cjs')
  await buildPage('peer-page', join(folder, 'page'), peers)
  return folder
}
