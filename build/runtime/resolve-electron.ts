import { readFileSync } from 'node:fs'
import { PlainError } from '../plain-error.ts'
import { projectPath, projectRoot } from '../project.ts'
import { electronPackageSource } from './electron-package-source.ts'
import { overrideSource } from './override-source.ts'
import { registryPackageSource } from './registry-package-source.ts'
import { registryPin } from './registry-pin.ts'
import type { ElectronRuntime, RuntimeSource } from './types.ts'

export interface ResolveOptions {
  /** Refuse every runtime but the release that package.json pins; release packaging sets it. */
  pinnedOnly?: boolean
  log?: (line: string) => void
}

/** Where a runtime is looked for, in this order. */
export function runtimeSources(env: NodeJS.ProcessEnv = process.env): RuntimeSource[] {
  const cachePath = projectPath('node_modules', '.cache', 'yichuang-electron')
  return [
    overrideSource(env['ELECTRON_OVERRIDE_DIST_PATH']),
    electronPackageSource({ packagePath: projectPath('node_modules', 'electron'), cachePath, env }),
    registryPackageSource({ pin: registryPin, projectRoot, cachePath }),
  ]
}

/**
 * The Electron that runs here; says which one it is.
 *
 * @throws when no source has one, or when only the pinned release is accepted and this is another
 */
export async function resolveElectron(options: ResolveOptions = {}): Promise<ElectronRuntime> {
  return firstRuntime(runtimeSources(), pinnedVersion(), options)
}

/** Exact version of the electron package that package.json names. */
export function pinnedVersion(): string {
  const manifest = JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as {
    devDependencies: { electron: string }
  }
  return manifest.devDependencies.electron
}

/** Asks the sources one after another and takes the first runtime; see {@link resolveElectron}. */
export async function firstRuntime(
  sources: readonly RuntimeSource[],
  pinned: string,
  { pinnedOnly = false, log = console.log }: ResolveOptions = {},
): Promise<ElectronRuntime> {
  const reasons: string[] = []
  for (const source of sources) {
    const found = await source.find(log)
    if ('missing' in found) {
      reasons.push(`${source.origin}: ${found.missing}`)
      continue
    }
    if (pinnedOnly && found.version !== pinned) {
      throw new PlainError(
        `A release needs Electron ${pinned}; here is only ${found.version} (${found.source}).\n${reasons.join('\n')}`,
      )
    }
    log(`Electron ${found.version} from ${found.source}: ${found.executablePath}`)
    if (found.version !== pinned) log(`  (a release is packed with the pinned Electron ${pinned})`)
    return found
  }
  throw new PlainError(`No Electron can run here.\n${reasons.join('\n')}`)
}
