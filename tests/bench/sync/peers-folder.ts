import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectPath } from '../../../build/project.ts'

/** Installs the peers below out/ when they are not there yet, or others are asked for. @returns the folder */
export function installPeers(): string {
  const source = projectPath('tests', 'bench', 'sync', 'peers')
  const folder = projectPath('out', 'bench', 'peers')
  const wanted = readFileSync(join(source, 'package.json'), 'utf8')
  const stamp = join(folder, 'installed.json')
  mkdirSync(folder, { recursive: true })
  copyFileSync(join(source, 'pouchdb-server.mjs'), join(folder, 'pouchdb-server.mjs'))
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder
  copyFileSync(join(source, 'package.json'), join(folder, 'package.json'))
  console.error('Installing the peers …')
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  writeFileSync(stamp, wanted)
  return folder
}
