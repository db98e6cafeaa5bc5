import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PlainError } from '../plain-error.ts'
import { executableIn } from './dist-folder.ts'
import { layOutRuntime } from './lay-out-runtime.ts'
import type { RegistryPin } from './registry-pin.ts'
import type { RuntimeSource } from './types.ts'

export interface RegistryPackageOptions {
  pin: RegistryPin
  projectRoot: string
  cachePath: string
  platform?: NodeJS.Platform
  arch?: string
}

/** The stock Electron inside a registry package, laid out once a version in the cache folder. */
export function registryPackageSource(options: RegistryPackageOptions): RuntimeSource {
  const { pin, projectRoot, cachePath, platform = process.platform, arch = process.arch } = options
  return {
    origin: 'registry-package',
    async find(log) {
      if (platform !== pin.platform || arch !== pin.arch) {
        return { missing: `${pin.packageName} serves ${pin.platform} ${pin.arch} only` }
      }
      const packagePath = join(projectRoot, 'node_modules', pin.packageName)
      const zipPath = join(packagePath, pin.zipName)
      if (!existsSync(zipPath)) {
        return { missing: `${pin.packageName} is not installed (npm ci leaves it out with --omit=optional)` }
      }
      refuseOtherPackage(pin, projectRoot, packagePath)
      const distPath = await layOutRuntime({ pin, zipPath, cachePath, log })
      return {
        executablePath: executableIn(distPath, pin.platform),
        distPath,
        version: pin.electronVersion,
        source: 'registry-package',
      }
    },
  }
}

/**
 * npm checks the tarball against the lockfile at install; here the lockfile must still name the tarball that
 * this code was written for. The zip's own SHA-256 is checked where it is unpacked.
 */
function refuseOtherPackage(pin: RegistryPin, projectRoot: string, packagePath: string): void {
  const manifest = JSON.parse(readFileSync(join(packagePath, 'package.json'), 'utf8')) as { version: string }
  const lockfile = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as {
    packages?: Record<string, { integrity?: string } | undefined>
  }
  const locked = lockfile.packages?.[`node_modules/${pin.packageName}`]?.integrity
  if (manifest.version !== pin.packageVersion || locked !== pin.integrity) {
    throw new PlainError(
      `${pin.packageName} ${manifest.version} is not the checked release ${pin.packageVersion}: ` +
        'change build/runtime/registry-pin.ts together with the lockfile.',
    )
  }
}
