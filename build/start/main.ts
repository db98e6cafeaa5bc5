// `npm start`: the demonstration hall and the terminal in it. With a display a window opens and stays; without
// one, or with `-- --tour`, the tour is performed on a virtual screen.
import { join } from 'node:path'
import { buildApp } from '../app/index.ts'
import { startHall } from '../hall/index.ts'
import { atShutdown, closeAll } from '../process/index.ts'
import { shown } from '../plain-error.ts'
import { projectPath } from '../project.ts'
import { resolveElectron, type ElectronRuntime } from '../runtime/index.ts'
import { setUp } from '../setup/index.ts'
import { openConsole } from './hall-console.ts'
import { launchTerminal } from './launch-terminal.ts'
import { openPanel } from './open-panel.ts'
import { startOptions } from './options.ts'
import { performTour } from './perform-tour.ts'
import { hasDisplay } from './virtual-display.ts'

async function openWindow(electron: ElectronRuntime, everyDevice: boolean): Promise<boolean> {
  const hall = await startHall({ dir: projectPath('out', 'hall'), everyDevice })
  atShutdown(() => hall.stop())
  const terminal = await launchTerminal({ electron, hall, logFile: join(hall.dir, 'logs', 'terminal.log') })
  atShutdown(() => terminal.stop())
  const panel = await openPanel(electron, hall)
  atShutdown(() => panel.stop())
  openConsole(hall)
  const { code } = await terminal.exited
  console.log('The window is closed.')
  return code === 0
}

let held = false
try {
  const { tour, everyDevice } = startOptions(process.argv.slice(2))
  setUp()
  const electron = await resolveElectron()
  await buildApp()
  if (!tour && !hasDisplay()) console.log('There is no display: the tour runs on a virtual screen.')
  held = tour || !hasDisplay() ? await performTour(electron) : await openWindow(electron, everyDevice)
} catch (error) {
  console.error(shown(error))
}
await closeAll()
process.exit(held ? 0 : 1)
