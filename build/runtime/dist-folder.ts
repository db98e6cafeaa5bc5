import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Path of the executable in an Electron dist folder, as the electron package names it. */
export function executableIn(distPath: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return join(distPath, 'electron.exe')
  if (platform === 'darwin') return join(distPath, 'Electron.app', 'Contents', 'MacOS', 'Electron')
  return join(distPath, 'electron')
}

/** Version in a dist folder's `version` file, without a leading v; `unknown` where there is no such file. */
export function versionIn(distPath: string): string {
  try {
    return readFileSync(join(distPath, 'version'), 'utf8').trim().replace(/^v/, '')
  } catch {
    return 'unknown'
  }
}
