// `npm run package`: the unpacked program folder in out/package/. `-- --release` refuses every Electron but
// the pinned one.
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Arch, build, Platform, type Configuration } from 'electron-builder'
import { parse } from 'yaml'
import { buildApp } from '../app/index.ts'
import { shown } from '../plain-error.ts'
import { projectPath, projectRoot } from '../project.ts'
import { resolveElectron } from '../runtime/index.ts'
import { bundledPackages } from './bundled-packages.ts'

const release = process.argv.includes('--release')
try {
  const electron = await resolveElectron({ pinnedOnly: release })
  await buildApp()
  const settings = parse(
    readFileSync(projectPath('build', 'electron-builder.yml'), 'utf8'),
  ) as Configuration & {
    files: string[]
  }
  const arch = process.arch === 'arm64' ? Arch.arm64 : Arch.x64
  const written = await build({
    projectDir: projectRoot,
    targets: Platform.current().createTarget('dir', arch),
    config: {
      ...settings,
      files: [...settings.files, ...bundledPackages().map((name) => `!node_modules/${name}`)],
      electronDist: electron.distPath,
      electronVersion: electron.version,
      // The registry runtime's loader takes the place of the default app, and leaves with it.
      afterExtract: ({ appOutDir }) =>
        rm(join(appOutDir, 'resources', 'app'), { recursive: true, force: true }),
    },
  })
  console.log(written.length > 0 ? written.join('\n') : `Packed into ${projectPath('out', 'package')}`)
} catch (error) {
  console.error(shown(error))
  process.exitCode = 1
}
// The packer leaves handles open: without this the command never returns.
process.exit()
