import { mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildApp } from '#build/app'
import { startHall } from '#build/hall'
import { closeAll } from '#build/process'
import { resolveElectron } from '#build/runtime'
import { hasDisplay, openVirtualDisplay } from '#build/start'
import { Terminal } from '#tests/journey'
import { type FuzzReport, fuzzIpc } from './ipc/run.ts'

const usage = 'Usage: npm run fuzz -- ipc [--calls N] [--seed N]'
const findingsShown = 20

/** Its own hall, its own terminal, its own screen where there is none. */
async function fuzzWithTerminal(calls: number, seed: number): Promise<FuzzReport> {
  await buildApp()
  const electron = await resolveElectron()
  const dir = await mkdtemp(join(tmpdir(), 'yichuang-fuzz-'))
  mkdirSync('out/fuzz', { recursive: true })
  if (!hasDisplay()) process.env['DISPLAY'] = (await openVirtualDisplay('out/fuzz/xvfb.log')).display
  const hall = await startHall({ dir, fresh: true, quiet: true })
  const terminal = new Terminal(hall, electron, 'out/fuzz')
  try {
    await terminal.start()
    await terminal.page.getByTestId('sign-in-operator').waitFor()
    return await fuzzIpc({ hall, terminal }, { calls, seed }, (done) => {
      if (done % 500 === 0) console.log(`${done} of ${calls}`)
    })
  } finally {
    await terminal.close()
    await hall.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

function print({ seed, calls, seconds, outcomes, uncalled, memoryMiB, findings }: FuzzReport): void {
  for (const [outcome, count] of Object.entries(outcomes).sort(([, a], [, b]) => b - a))
    console.log(`${String(count).padStart(7)}  ${outcome}`)
  const [before, after] = memoryMiB
  console.log(`main process: ${before} MiB before, ${after} MiB after`)
  if (uncalled.length > 0) console.log(`never called: ${uncalled.join(', ')}`)
  for (const { what, call } of findings.slice(0, findingsShown))
    console.log(`✘ ${what}\n  ${JSON.stringify(call)}`)
  console.log(`${calls} calls in ${seconds.toFixed(1)} s, seed ${seed}: ${findings.length} findings`)
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { calls: { type: 'string', default: '10000' }, seed: { type: 'string' } },
})
const calls = Number(values.calls)
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)
if (positionals.join() !== 'ipc' || !Number.isInteger(calls) || calls < 1 || !Number.isInteger(seed)) {
  console.error(usage)
  process.exit(2)
}
try {
  const report = await fuzzWithTerminal(calls, seed)
  print(report)
  process.exitCode = report.findings.length === 0 ? 0 : 1
} finally {
  await closeAll()
}
