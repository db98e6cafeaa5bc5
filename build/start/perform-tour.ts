import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startHall, type Hall } from '../hall/index.ts'
import { atShutdown } from '../process/index.ts'
import { projectPath } from '../project.ts'
import type { ElectronRuntime } from '../runtime/index.ts'
import { openVirtualDisplay } from './virtual-display.ts'

/** What tests/journey offers. */
export interface TourModule {
  runTour(options: { hall: Hall; electron: ElectronRuntime; outDir: string }): Promise<{ ok: boolean }>
}

/**
 * Performs the main job in a hall of its own, with screenshots below out/tour/. On Linux it draws on a
 * virtual screen, so that the pictures are alike everywhere.
 *
 * @returns whether every step held
 */
export async function performTour(electron: ElectronRuntime): Promise<boolean> {
  const outDir = projectPath('out', 'tour')
  rmSync(outDir, { recursive: true, force: true })
  mkdirSync(outDir, { recursive: true })
  const hall = await startHall({ dir: projectPath('out', 'tour-hall'), fresh: true })
  atShutdown(() => hall.stop())
  if (process.platform === 'linux') {
    const screen = await openVirtualDisplay(join(hall.dir, 'logs', 'xvfb.log'))
    atShutdown(() => screen.stop())
    // Playwright and all that it starts inherit this process's environment.
    process.env['DISPLAY'] = screen.display
    delete process.env['WAYLAND_DISPLAY']
    delete process.env['XAUTHORITY']
  }

  const specifier = '#tests/journey'
  const { runTour } = (await import(specifier)) as TourModule
  const { ok } = await runTour({ hall, electron, outDir })
  console.log(ok ? `The tour held; its pictures are in ${outDir}` : 'The tour did not hold.')
  return ok
}
