import { readFileSync } from 'node:fs'
import { projectPath } from '../project.ts'

/** The program's version, as package.json says it. */
export function ownVersion(): string {
  return (JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as { version: string }).version
}
