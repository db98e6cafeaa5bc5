import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'vite'
import { projectPath, projectRoot } from '../project.ts'
import { bundles, type Bundle } from './bundles.ts'
import { sourceHash } from './source-hash.ts'

export interface BuildOptions {
  /** Vite's mode; a production build is the default. */
  mode?: 'production' | 'development'
  log?: (line: string) => void
}

/**
 * Builds the bundles into out/app/, each only when its sources changed since it was last built in the
 * same mode.
 *
 * @throws the bundler's error, with file and line
 */
export async function buildApp({ mode = 'production', log = console.log }: BuildOptions = {}): Promise<void> {
  const startedAt = performance.now()
  const done = await Promise.all(bundles.map((bundle) => buildBundle(bundle, mode)))
  const built = bundles.filter((_, at) => done[at] === 'built').map((bundle) => bundle.name)
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  log(built.length ? `App built in ${seconds} s: ${built.join(', ')}` : 'App is built already')
}

async function buildBundle(bundle: Bundle, mode: string): Promise<'built' | 'kept'> {
  const output = projectPath('out', 'app', bundle.output)
  const stampFile = projectPath('out', 'app', '.stamps', bundle.name)
  const stamp = `${mode} ${await sourceHash(projectRoot, bundle.inputs)}`
  if (existsSync(output) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return 'kept'

  // Gone before the build, so that a failed one is never taken for a good one.
  rmSync(stampFile, { force: true })
  await build({ ...bundle.config(mode), logLevel: 'warn' })
  mkdirSync(projectPath('out', 'app', '.stamps'), { recursive: true })
  writeFileSync(stampFile, stamp)
  return 'built'
}
