import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { projectRoot } from '../project.ts'
import { startChild } from './child.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yichuang-child-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function node(code: string, logFile = join(folder, 'child.log')) {
  return startChild({ name: 'child', command: process.execPath, args: ['-e', code], logFile })
}

/** Resolves when no such process runs any more; the test's own time limit bounds it. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0)
      // A killed process whose new parent has not yet asked for its exit code is gone, too.
      if (/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) return
    } catch {
      return
    }
    await pause(20)
  }
}

const endless = 'setInterval(() => undefined, 1000)'

describe('a child process', () => {
  it('is ready when its line comes, and its output is in the log', async () => {
    const child = await node('console.log("ready on 4711"); console.error("careful")')
    expect((await child.line(/ready on (\d+)/, 5_000))[1]).toBe('4711')
    await child.outputWritten
    expect(readFileSync(join(folder, 'child.log'), 'utf8').split('\n').sort()).toEqual([
      '',
      'careful',
      'ready on 4711',
    ])
  })

  it('that ends before it is ready is told with what it last said', async () => {
    const child = await node('console.error("no such port"); process.exit(3)')
    await expect(child.line(/ready/, 5_000)).rejects.toThrow(/ended \(3\)[^]*no such port/)
  })

  it('that does not exist is told by name', async () => {
    const missing = startChild({ name: 'scanner', command: join(folder, 'none'), args: [] })
    await expect(missing).rejects.toThrow(/scanner: .*none cannot be started/)
  })

  it.skipIf(process.platform === 'win32')('is stopped together with what it started', async () => {
    const child = await node(
      `const { spawn } = require('node:child_process')
       const inner = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => 0); ${endless}'])
       console.log('inner ' + inner.pid); ${endless}`,
    )
    const [, inner] = await child.line(/inner (\d+)/, 5_000)
    await child.stop()
    await gone(Number(inner))
    await gone(child.pid)
  })

  it.skipIf(process.platform !== 'linux')(
    'ends when the process that started it is killed outright',
    async () => {
      const parent = spawn(
        process.execPath,
        ['--import', 'tsx', '--input-type=module', '-e', parentCode(join(folder, 'inner.log'))],
        { cwd: projectRoot, stdio: ['ignore', 'pipe', 'inherit'] },
      )
      const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string]
      parent.kill('SIGKILL')
      await gone(Number(line))
    },
  )
})

function parentCode(logFile: string): string {
  const module = fileURLToPath(new URL('child.ts', import.meta.url))
  const options = { name: 'inner', command: process.execPath, args: ['-e', endless], logFile }
  return `import { startChild } from ${JSON.stringify(module)}
    console.log((await startChild(${JSON.stringify(options)})).pid); ${endless}`
}
