import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronRuntime } from '#build/runtime'
import { writeBareTerminal } from '../../support/bare-terminal.ts'
import { startHub, startServer } from '../server.ts'
import { type Measured, runElectron } from './electron-run.ts'
import { Line } from './line.ts'
import { type PageTask, type Work } from './work.ts'

/** What all runs share. */
export interface Bench {
  readonly electron: ElectronRuntime
  /** Environment of Electron, with a screen. */
  readonly env: NodeJS.ProcessEnv
  readonly work: Work
  readonly terminalApp: string
  readonly peerApp: string
  readonly peers: string
  /** An empty folder an engine. */
  readonly folderOf: (engine: string) => string
}

/** The terminal and its hub, both as they are shipped. */
export async function runTerminal(bench: Bench): Promise<Measured> {
  const folder = bench.folderOf('terminal')
  const hub = await startHub(folder)
  try {
    const line = await Line.to(hub.port)
    const { encryptionKey } = hub
    const { configPath, account } = await writeBareTerminal(folder, { url: line.url, encryptionKey })
    const task = {
      engine: 'terminal',
      work: bench.work,
      url: line.url,
      account,
      theme: {
        id: 'birth',
        answers: { parents: 'married', settle: 'mother' },
        matters: ['birth-certificate', 'household-registration', 'medical-insurance-registration'],
      },
    } satisfies PageTask & Record<string, unknown>
    writeFileSync(join(bench.terminalApp, 'out/app/renderer/bench.json'), JSON.stringify(task))
    const switches = [`--config=${configPath}`]
    return await runElectron({
      name: 'terminal',
      ...bench,
      appFolder: bench.terminalApp,
      folder,
      switches,
      line,
    })
  } finally {
    await hub.stop()
  }
}

/** One of the engines of the peers' page. */
export async function runPeer(bench: Bench, engine: string): Promise<Measured> {
  const folder = bench.folderOf(engine)
  const args =
    engine === 'pouchdb'
      ? [join(bench.peers, 'pouchdb-server.mjs'), join(folder, 'server')]
      : ['--import', 'tsx', 'tests/bench/sync/servers/file-server.ts', join(folder, 'server')]
  mkdirSync(join(folder, 'server'), { recursive: true })
  const server = await startServer('server', folder, args, /ready on (\d+)/)
  try {
    const line = await Line.to(server.port)
    const appFolder = join(folder, 'app')
    cpSync(bench.peerApp, appFolder, { recursive: true })
    const task: PageTask = { engine, work: bench.work, url: line.url }
    writeFileSync(join(appFolder, 'page/bench.json'), JSON.stringify(task))
    // A page from a file may not read the file beside it, and this one must.
    const switches = ['--allow-file-access-from-files']
    return await runElectron({ name: engine, ...bench, appFolder, folder, switches, line })
  } finally {
    await server.stop()
  }
}
