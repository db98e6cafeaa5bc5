import { mkdirSync } from 'node:fs'
import type { Hall } from '#build/hall'
import type { ElectronRuntime } from '#build/runtime'
import { inventBirthFamily } from './birth-family.ts'
import type { Journey } from './journey.ts'
import { mainJobSteps } from './main-job.ts'
import { Terminal } from './terminal.ts'

/**
 * 导览: does the main job in the given hall, a line a step, with screenshots and the printed receipt in `outDir`.
 * Stops at the first step that does not hold.
 */
export async function runTour(options: {
  hall: Hall
  electron: ElectronRuntime
  outDir: string
}): Promise<{ ok: boolean }> {
  const { hall, electron, outDir } = options
  mkdirSync(outDir, { recursive: true })
  const terminal = new Terminal(hall, electron, outDir)
  const journey: Journey = { hall, terminal, family: inventBirthFamily(7), receiptNumber: '', intakeId: '' }
  try {
    for (const step of mainJobSteps) {
      const begun = performance.now()
      try {
        await step.run(journey)
        console.log(`✓ ${step.id} ${step.title} (${((performance.now() - begun) / 1000).toFixed(1)} s)`)
      } catch (error) {
        console.error(`✗ ${step.id} ${step.title}`)
        console.error(error instanceof Error ? error.message : error)
        await terminal.shoot(`${step.id}-failed`).catch(() => undefined)
        return { ok: false }
      }
    }
    return { ok: true }
  } finally {
    await terminal.close().catch(() => undefined)
  }
}
