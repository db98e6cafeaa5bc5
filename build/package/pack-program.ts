import { existsSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Arch, build, Platform, type Configuration } from 'electron-builder'
import { parse } from 'yaml'
import { PlainError } from '../plain-error.ts'
import { projectPath, projectRoot } from '../project.ts'
import type { ElectronRuntime } from '../runtime/index.ts'
import { bundledPackages } from './bundled-packages.ts'
import { needlessFiles } from './needless-files.ts'

const archs = { x64: Arch.x64, arm64: Arch.arm64 } as const

/** What was packed, and for which kind of machine. */
export interface PackedProgram {
  /** Folder of the unpacked program. */
  readonly dir: string
  readonly arch: keyof typeof archs
  /** Installers that the packer has made itself, as on Windows. */
  readonly installers: readonly string[]
}

/**
 * Packs the built app with a runtime for the kind of machine this is: native modules are there for no other.
 *
 * @param given.version what the program says of itself
 * @param given.outDir where the program's folder is made
 * @param given.dirOnly no installer beside the folder
 */
export async function packProgram(given: {
  electron: ElectronRuntime
  version: string
  outDir: string
  dirOnly: boolean
}): Promise<PackedProgram> {
  const arch = process.arch
  if (arch !== 'x64' && arch !== 'arm64') throw new PlainError(`There is no package for ${arch}.`)
  const settings = parse(
    readFileSync(projectPath('build', 'electron-builder.yml'), 'utf8'),
  ) as Configuration & { files: string[] }
  // On Linux build/deb makes the installer, over the folder.
  const withInstaller = process.platform === 'win32' && !given.dirOnly
  const targets = Platform.current().createTarget(withInstaller ? undefined : 'dir', archs[arch])
  let dir = ''
  const installers = await build({
    projectDir: projectRoot,
    targets,
    config: {
      ...settings,
      directories: { ...settings.directories, output: given.outDir },
      files: [
        ...settings.files,
        ...bundledPackages().map((name) => `!node_modules/${name}`),
        ...needlessFiles(process.platform, arch),
      ],
      extraMetadata: { version: given.version },
      electronDist: given.electron.distPath,
      electronVersion: given.electron.version,
      // The registry runtime's loader takes the place of the default app, and leaves with it.
      afterExtract: async ({ appOutDir }) => {
        await rm(join(appOutDir, 'resources', 'app'), { recursive: true, force: true })
        await rm(join(appOutDir, 'yichuang-runtime.json'), { force: true })
      },
      afterPack: ({ appOutDir }) => {
        dir = appOutDir
      },
    },
  })
  if (!existsSync(dir)) throw new Error('the packer has packed nothing')
  return { dir, arch, installers }
}
