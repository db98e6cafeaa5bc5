import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { projectPath, projectRoot } from '../project.ts'

/**
 * The moment that packed files bear, in seconds: SOURCE_DATE_EPOCH as its specification has it, else the last commit,
 * else (in an unpacked source without history) the manifest.
 */
export function sourceDateSeconds(env: NodeJS.ProcessEnv = process.env): number {
  const given = Number(env['SOURCE_DATE_EPOCH'])
  if (Number.isInteger(given) && given > 0) return given
  try {
    return Number(
      execFileSync('git', ['log', '-1', '--format=%ct'], {
        cwd: projectRoot,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    )
  } catch {
    return Math.floor(statSync(projectPath('package.json')).mtimeMs / 1_000)
  }
}
