import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildApp } from '../app/index.ts'
import { buildDeb } from '../deb/index.ts'
import { PlainError } from '../plain-error.ts'
import { resolveElectron } from '../runtime/index.ts'
import { componentsOf, licenceProblems, licenceTexts, sbom } from './bill/index.ts'
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
  /** The bill of materials and the licences. */
  readonly bill: readonly string[]
}

/** What a packed program is made of, for people and for programs: beside the packages, and in them. */
async function writeBill(
  packed: PackedProgram,
  given: { outDir: string; version: string; electronVersion: string; epochSeconds: number },
): Promise<string[]> {
  const { outDir, version, electronVersion, epochSeconds } = given
  const components = await componentsOf(join(packed.dir, 'resources', 'app.asar'), electronVersion)
  const problems = licenceProblems(components)
  if (problems.length > 0) {
    throw new PlainError(
      `These may not be packed (build/package/bill/licence-policy.ts):\n${problems.join('\n')}`,
    )
  }
  await mkdir(outDir, { recursive: true })
  const written: [string, string][] = [
    [join(outDir, 'sbom.cdx.json'), sbom({ version, epochSeconds, components })],
    [join(outDir, 'licences.txt'), licenceTexts(components)],
  ]
  for (const [path, text] of written) await writeFile(path, text)
  return written.map(([path]) => path)
}

/**
 * Builds the app and packs it: the program's folder, its bill of materials, its licences and, on Linux, the .deb.
 *
 * @throws PlainError when a part is under a licence that the policy does not accept
 */
export async function makePackage(options: MakeOptions): Promise<BuiltPackage> {
  const { outDir, release = false, dirOnly = false, quick = false } = options
  const version = options.version ?? ownVersion()
  const epochSeconds = sourceDateSeconds()
  const electron = await resolveElectron({ pinnedOnly: release })
  await buildApp()
  const packed = await packProgram({ electron, version, outDir, dirOnly })
  const bill = await writeBill(packed, { outDir, version, electronVersion: electron.version, epochSeconds })
  if (process.platform !== 'linux' || dirOnly) return { ...packed, deb: null, bill }
  const { dir: programDir, arch } = packed
  const deb = await buildDeb({ programDir, documents: bill, version, arch, outDir, epochSeconds, quick })
  return { ...packed, deb, bill }
}
