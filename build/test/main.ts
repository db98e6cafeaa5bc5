// `npm test`: everything that must hold, in one run; the last line stands alone and sums all runners.
import { buildApp } from '../app/index.ts'
import { closeAll } from '../process/index.ts'
import { shown } from '../plain-error.ts'
import { projectPath } from '../project.ts'
import { resolveElectron } from '../runtime/index.ts'
import { setUp } from '../setup/index.ts'
import { hasDisplay, onDisplay, openVirtualDisplay, type VirtualDisplay } from '../start/virtual-display.ts'
import { checks } from './checks.ts'
import { testOptions, type TestOptions } from './options.ts'
import { runChecks } from './run-checks.ts'
import { runPackageTest, runPlaywright, runShortFaults, runTourCommand, runVitest } from './run-runner.ts'
import { lastLine, single, sum, type Totals } from './totals.ts'

/** End-to-end tests mostly wait: two at a time keep two cores busy. */
const sideBySide = 2

/** A part that throws is a part that failed; what comes after it still runs. */
async function counted(name: string, part: () => Promise<Totals> | Totals): Promise<Totals> {
  try {
    return await part()
  } catch (error) {
    console.error(`✗ ${name}:`, shown(error))
    return single(false)
  }
}

async function endToEnd(): Promise<Totals> {
  await resolveElectron()
  await buildApp()
  if (hasDisplay()) return runPlaywright(process.env)
  // Each runner has a screen to itself: on a shared one the windows take the keyboard from each other.
  const screens: VirtualDisplay[] = []
  try {
    for (let at = 0; at < sideBySide; at += 1) {
      screens.push(await openVirtualDisplay(projectPath('out', 'test', `xvfb-${at}.log`)))
    }
    const displays = screens.map(({ display }) => display)
    return await runPlaywright({ ...onDisplay(displays[0] ?? ''), TEST_DISPLAYS: displays.join(',') })
  } finally {
    for (const screen of screens) await screen.stop()
  }
}

async function runAll({ only, tour }: TestOptions): Promise<Totals> {
  const parts: Totals[] = []
  const chosen = checks.filter((check) => only.has(check.group))
  if (chosen.length > 0) parts.push(await counted('checks', () => runChecks(chosen)))
  if (only.has('unit')) parts.push(await counted('Vitest', runVitest))
  if (only.has('e2e')) parts.push(await counted('Playwright', endToEnd))
  if (only.has('fault')) parts.push(await counted('faults', runShortFaults))
  if (only.has('package')) parts.push(await counted('package', runPackageTest))
  if (tour) parts.push(await counted('tour', runTourCommand))
  return sum(parts)
}

let totals = single(false)
try {
  const options = testOptions(process.argv.slice(2))
  setUp()
  totals = await runAll(options)
} catch (error) {
  console.error(shown(error))
}
await closeAll()
console.log(`\n${lastLine(totals)}`)
process.exit(totals.failed === 0 ? 0 : 1)
