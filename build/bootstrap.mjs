// The one entry of `npm start` and `npm test`, in plain Node: it must run before node_modules exists.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeComplaint } from './node-version.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What each command hands over to. @type {Record<string, string>} */
const entries = {
  start: 'build/start/main.ts',
  test: 'build/test/main.ts',
  setup: 'build/setup/main.ts',
  package: 'build/package/main.ts',
  gallery: 'tests/gallery/main.ts',
}

/** @param {string} sentence @returns {never} */
function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}

/** True when npm has not yet installed what the lockfile names. */
function packagesAreStale() {
  // npm writes this file last, so its age is the age of a complete install.
  const installed = statSync(join(root, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false })
  const locked = statSync(join(root, 'package-lock.json'))
  return installed === undefined || installed.mtimeMs < locked.mtimeMs
}

function installPackages() {
  console.log('Installing the packages of package-lock.json (npm ci) …')
  const npm = process.env['npm_execpath']
  const done =
    npm && existsSync(npm)
      ? spawnSync(process.execPath, [npm, 'ci', '--loglevel=error'], { cwd: root, stdio: 'inherit' })
      : spawnSync('npm', ['ci', '--loglevel=error'], {
          cwd: root,
          stdio: 'inherit',
          shell: process.platform === 'win32',
        })
  if (done.status !== 0) stop('npm ci failed; its message is above.')
}

/** @param {string} entry @param {string[]} args */
function handOver(entry, args) {
  const child = spawn(process.execPath, ['--import', 'tsx', entry, ...args], {
    cwd: root,
    // The channel tells the command when this process is gone, however it went.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  // Ctrl-C reaches the whole foreground group by itself; the command puts everything away, then exits.
  process.on('SIGINT', () => undefined)
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill('SIGTERM'))
  }
  if (process.env['npm_lifecycle_event']) watchNpm(() => child.kill('SIGTERM'))
  child.on('error', (error) => stop(`Could not start Node: ${error.message}`))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

/** npm itself may be killed outright; then nobody forwards a signal. @param {() => void} gone */
function watchNpm(gone) {
  const family = parents()
  setInterval(() => {
    if (parents() !== family) gone()
  }, 1_000).unref()
}

/** Numbers of the parent and, where the kernel tells, its parent: npm puts a shell between. */
function parents() {
  try {
    const status = readFileSync(`/proc/${process.ppid}/status`, 'utf8')
    return `${process.ppid} ${/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? ''}`
  } catch {
    return String(process.ppid)
  }
}

const [command = '', ...args] = process.argv.slice(2)
const entry = entries[command]
if (entry === undefined) stop(`Usage: node build/bootstrap.mjs ${Object.keys(entries).join('|')} …`)
const complaint = nodeComplaint(process.versions.node)
if (complaint) stop(complaint)
if (packagesAreStale()) installPackages()
handOver(entry, args)
