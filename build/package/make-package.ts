import { buildApp } from '../app/index.ts'
import { buildDeb } from '../deb/index.ts'
import { resolveElectron } from '../runtime/index.ts'
import { ownVersion } from './own-version.ts'
import { packProgram, type PackedProgram } from './pack-program.ts'
import { sourceDateSeconds } from './source-date.ts'

/** See the arguments of `npm run package` (options.ts). */
export interface MakeOptions {
  readonly outDir: string
  readonly version?: string | null
  readonly release?: boolean
  readonly dirOnly?: boolean
  readonly quick?: boolean
}

/** What was made. */
export interface BuiltPackage extends PackedProgram {
  /** The .deb; null where none was asked for or the system is another. */
  readonly deb: string | null
}

/** Builds the app and packs it: the program's folder and, on Linux, the .deb over it. */
export async function makePackage(options: MakeOptions): Promise<BuiltPackage> {
  const { outDir, version = null, release = false, dirOnly = false, quick = false } = options
  const electron = await resolveElectron({ pinnedOnly: release })
  await buildApp()
  const packed = await packProgram({ electron, version, outDir, dirOnly })
  if (process.platform !== 'linux' || dirOnly) return { ...packed, deb: null }
  const deb = await buildDeb({
    programDir: packed.dir,
    version: version ?? ownVersion(),
    arch: packed.arch,
    outDir,
    epochSeconds: sourceDateSeconds(),
    quick,
  })
  return { ...packed, deb }
}
