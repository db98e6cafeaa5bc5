// `npm run package`: the unpacked program in out/package/ and, on Linux, the .deb beside it; on Windows the installer.
import { basename } from 'node:path'
import { statSync } from 'node:fs'
import { buildApp } from '../app/index.ts'
import { buildDeb } from '../deb/index.ts'
import { shown } from '../plain-error.ts'
import { projectPath } from '../project.ts'
import { resolveElectron } from '../runtime/index.ts'
import { packageOptions } from './options.ts'
import { ownVersion } from './own-version.ts'
import { packProgram } from './pack-program.ts'
import { sourceDateSeconds } from './source-date.ts'

function told(path: string): void {
  console.log(`${path} (${(statSync(path).size / 1_048_576).toFixed(1)} MiB)`)
}

try {
  const { release, dirOnly, quick, version } = packageOptions(process.argv.slice(2))
  const electron = await resolveElectron({ pinnedOnly: release })
  await buildApp()
  const outDir = projectPath('out', 'package')
  const packed = await packProgram({ electron, version, outDir, dirOnly })
  console.log(`Packed into ${packed.dir}`)
  for (const installer of packed.installers) if (basename(installer).includes('.')) told(installer)
  if (process.platform === 'linux' && !dirOnly) {
    const deb = await buildDeb({
      programDir: packed.dir,
      version: version ?? ownVersion(),
      arch: packed.arch,
      outDir,
      epochSeconds: sourceDateSeconds(),
      quick,
    })
    told(deb)
  }
} catch (error) {
  console.error(shown(error))
  process.exitCode = 1
}
// The packer leaves handles open: without this the command never returns.
process.exit()
