import { existsSync } from 'node:fs'
import { PlainError } from '../plain-error.ts'
import { executableIn, versionIn } from './dist-folder.ts'
import type { RuntimeSource } from './types.ts'

/**
 * The folder named by ELECTRON_OVERRIDE_DIST_PATH, the electron package's own variable for this. A set
 * variable with nothing behind it throws: the person asked for that runtime and for no other.
 */
export function overrideSource(distPath: string | undefined): RuntimeSource {
  return {
    origin: 'override',
    async find() {
      if (!distPath) return { missing: 'ELECTRON_OVERRIDE_DIST_PATH is not set' }
      const executablePath = executableIn(distPath)
      if (!existsSync(executablePath)) {
        throw new PlainError(`ELECTRON_OVERRIDE_DIST_PATH is set, but there is no ${executablePath}`)
      }
      return { executablePath, distPath, version: versionIn(distPath), source: 'override' }
    },
  }
}
