import { join } from 'node:path'
import type { Hall } from '../hall/index.ts'
import { startChild, type Child } from '../process/index.ts'
import { projectPath, projectRoot } from '../project.ts'
import type { ElectronRuntime } from '../runtime/index.ts'

/** Arguments of the Electron executable for the panel's window. */
export function panelArguments(hall: Pick<Hall, 'dir' | 'panelUrl'>): string[] {
  return [
    projectPath('build', 'start', 'panel-window'),
    `--panel=${hall.panelUrl}`,
    `--user-data-dir=${join(hall.dir, 'panel-profile')}`,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ]
}

/**
 * Opens the hall's panel in a window beside the terminal: the same Electron, another process and another profile, so
 * that the terminal's own rules about windows and addresses stay as strict as they are.
 */
export function openPanel(electron: ElectronRuntime, hall: Pick<Hall, 'dir' | 'panelUrl'>): Promise<Child> {
  return startChild({
    name: 'panel',
    command: electron.executablePath,
    args: panelArguments(hall),
    cwd: projectRoot,
    logFile: join(hall.dir, 'logs', 'panel.log'),
  })
}
