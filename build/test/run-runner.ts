import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { startChild } from '../process/index.ts'
import { projectPath, projectRoot } from '../project.ts'
import { playwrightTotals, vitestTotals } from './reports.ts'
import { single, type Totals } from './totals.ts'

interface Runner {
  name: string
  args: readonly string[]
  env?: NodeJS.ProcessEnv
  reportFile: string
  count(report: string, exitCode: number | null): Totals
}

/** Unit and integration tests. */
export function runVitest(): Promise<Totals> {
  const reportFile = projectPath('out', 'test', 'vitest.json')
  return runRunner({
    name: 'Vitest',
    args: [
      projectPath('node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
    ],
    reportFile,
    count: vitestTotals,
  })
}

/** End-to-end tests in the real Electron; `env` says where it draws. */
export function runPlaywright(env: NodeJS.ProcessEnv): Promise<Totals> {
  const reportFile = projectPath('out', 'test', 'playwright.json')
  return runRunner({
    name: 'Playwright',
    args: [
      projectPath('node_modules', '@playwright', 'test', 'cli.js'),
      'test',
      '--config=tests/playwright.config.ts',
      '--reporter=list,json',
    ],
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile },
    reportFile,
    count: playwrightTotals,
  })
}

/** So many faults of a seed whose first ones are of every kind that is quick; one test. */
const shortFaults = ['--seed', '11', '--runs', '12', '--only', 'kill,net,hub,power']

/** The short form of `npm run fault`. */
export async function runShortFaults(): Promise<Totals> {
  console.log('\nFaults (npm run fault)')
  const child = await startChild({
    name: 'faults',
    command: process.execPath,
    args: ['--import', 'tsx', 'tests/fault/main.ts', ...shortFaults],
    cwd: projectRoot,
  })
  const { code } = await child.exited
  return single(code === 0)
}

/** The package on a bare Debian; one test. */
export async function runPackageTest(): Promise<Totals> {
  console.log('\nPackage (npm run package -- --check)')
  const child = await startChild({
    name: 'package',
    command: process.execPath,
    args: ['--import', 'tsx', 'tests/package/main.ts'],
    cwd: projectRoot,
  })
  const { code } = await child.exited
  return single(code === 0)
}

/** The tour as a person starts it; one test. */
export async function runTourCommand(): Promise<Totals> {
  console.log('\nTour (npm start -- --tour)')
  const child = await startChild({
    name: 'tour',
    command: process.execPath,
    args: ['build/bootstrap.mjs', 'start', '--tour'],
    cwd: projectRoot,
  })
  const { code } = await child.exited
  return single(code === 0)
}

async function runRunner({ name, args, env, reportFile, count }: Runner): Promise<Totals> {
  console.log(`\n${name}`)
  mkdirSync(dirname(reportFile), { recursive: true })
  rmSync(reportFile, { force: true })
  const child = await startChild({
    name,
    command: process.execPath,
    args,
    cwd: projectRoot,
    ...(env ? { env } : {}),
  })
  const { code, signal } = await child.exited
  try {
    if (!existsSync(reportFile)) throw new Error('it wrote no report')
    return count(readFileSync(reportFile, 'utf8'), code)
  } catch (error) {
    console.error(
      `${name} crashed (${code ?? signal}): ${error instanceof Error ? error.message : String(error)}`,
    )
    return single(false)
  }
}
