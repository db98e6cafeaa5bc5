import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

/** The folder that holds package.json. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '')

/** A path inside the project, from its parts. */
export function projectPath(...parts: string[]): string {
  return join(projectRoot, ...parts)
}
