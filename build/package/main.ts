// `npm run package`: the unpacked program in out/package/ and, on Linux, the .deb beside it; on Windows the installer.
// `-- --check` tries the package instead (tests/package).
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { shown } from '../plain-error.ts'
import { startChild } from '../process/index.ts'
import { projectPath, projectRoot } from '../project.ts'
import { makePackage } from './make-package.ts'
import { packageOptions } from './options.ts'

function told(path: string): void {
  console.log(`${path} (${(statSync(path).size / 1_048_576).toFixed(2)} MiB)`)
}

/** The test in a process of its own: it has a room to put away, whatever happens here. */
async function check(args: readonly string[]): Promise<number> {
  const test = ['--import', 'tsx', 'tests/package/main.ts', ...args]
  const child = await startChild({
    name: 'package test',
    command: process.execPath,
    args: test,
    cwd: projectRoot,
  })
  return (await child.exited).code ?? 1
}

try {
  const args = process.argv.slice(2)
  if (args[0] === '--check') process.exit(await check(args.slice(1)))
  const made = await makePackage({ ...packageOptions(args), outDir: projectPath('out', 'package') })
  console.log(`Packed into ${made.dir}`)
  for (const installer of made.installers) if (basename(installer).includes('.')) told(installer)
  for (const file of made.bill) told(file)
  if (made.deb !== null) told(made.deb)
} catch (error) {
  console.error(shown(error))
  process.exitCode = 1
}
// The packer leaves handles open: without this the command never returns.
process.exit()
