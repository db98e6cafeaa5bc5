import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { projectPath } from '../../../build/project.ts'
import { appWithPage } from '../../support/app-with-page.ts'

const own = (...path: string[]): string => projectPath('tests', 'bench', 'sync', ...path)

async function buildPeerPage(outDir: string, modules: string): Promise<void> {
  await build({
    configFile: false,
    root: own('peer-page'),
    base: './',
    logLevel: 'warn',
    resolve: {
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

/** The terminal with the page of this bench. @returns the folder that Electron is started with */
export async function terminalApp(): Promise<string> {
  const folder = projectPath('out', 'bench', 'terminal')
  await appWithPage(own('terminal-page'), folder)
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
  await buildPeerPage(join(folder, 'page'), peers)
  return folder
}
