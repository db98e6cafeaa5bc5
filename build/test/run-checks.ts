import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { startChild } from '../process/index.ts'
import { projectPath, projectRoot } from '../project.ts'
import type { Check } from './checks.ts'
import { single, sum, type Totals } from './totals.ts'

/** Runs the checks in two lanes, for two cores. */
export async function runChecks(checks: readonly Check[]): Promise<Totals> {
  const waiting = [...checks]
  const results: Totals[] = []
  const lane = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) results.push(await runCheck(check))
  }
  await Promise.all([lane(), lane()])
  return sum(results)
}

async function runCheck({ name, args }: Check): Promise<Totals> {
  const startedAt = performance.now()
  const logFile = projectPath('out', 'test', `${name.replace(/[^a-z]+/g, '-')}.log`)
  mkdirSync(projectPath('out', 'test'), { recursive: true })
  rmSync(logFile, { force: true })
  const child = await startChild({ name, command: process.execPath, args, cwd: projectRoot, logFile })
  const { code } = await child.exited
  await child.outputWritten
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  const ok = code === 0
  console.log(`${ok ? '✓' : '✗'} ${name} (${seconds} s)`)
  if (!ok) console.log(readFileSync(logFile, 'utf8').replace(/^(?=.)/gm, '    '))
  return single(ok)
}
