import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, lstat, lutimes, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { PlainError } from '../plain-error.ts'
import { projectPath } from '../project.ts'
import { controlFile, debianArchitectures, type PackedArch } from './control.ts'
import { conffiles, layOut } from './layout.ts'

const run = promisify(execFile)
const scripts = ['preinst', 'postinst', 'prerm', 'postrm']

export interface DebOptions {
  /** The unpacked program, as the packer left it. */
  readonly programDir: string
  /** Files for the package's documentation folder. */
  readonly documents: readonly string[]
  readonly version: string
  readonly arch: PackedArch
  readonly outDir: string
  /** The moment that every file bears: the same source makes the same package. */
  readonly epochSeconds: number
  /** Much quicker, half as large again: for a package that is only tried. */
  readonly quick?: boolean
}

/**
 * Makes `yichuang_VERSION_ARCH.deb` over an unpacked program, with dpkg-deb alone: no root is needed, and nothing is
 * fetched.
 *
 * @returns the package's path
 * @throws PlainError where there is no dpkg-deb
 */
export async function buildDeb(options: DebOptions): Promise<string> {
  const { programDir, documents, version, arch, outDir, epochSeconds, quick = false } = options
  const root = join(outDir, 'deb-root')
  await rm(root, { recursive: true, force: true })
  await layOut(root, { programDir, documents, version, epochSeconds })
  const files = await settle(root, epochSeconds)
  const installedKib = files.reduce((sum, { bytes }) => sum + Math.ceil(bytes / 1_024), 0)
  await writeControlPart(root, controlFile({ version, arch, installedKib }), files)
  await settle(join(root, 'DEBIAN'), epochSeconds)

  const deb = join(outDir, `yichuang_${version}_${debianArchitectures[arch]}.deb`)
  const compression = quick ? ['-Zgzip', '-z1'] : ['-Zxz', '-z6']
  try {
    await run('dpkg-deb', ['--root-owner-group', ...compression, '--build', root, deb], {
      env: { ...process.env, SOURCE_DATE_EPOCH: String(epochSeconds) },
    })
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    if (missing)
      throw new PlainError('A .deb is made with dpkg-deb (Debian package dpkg), which is not here.')
    throw cause
  }
  await rm(root, { recursive: true, force: true })
  return deb
}

interface PackedFile {
  path: string
  bytes: number
}

/** Gives everything below `folder` the mode and the time that it has in the package; answers the files. */
async function settle(folder: string, epochSeconds: number): Promise<PackedFile[]> {
  const found: PackedFile[] = []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort()
  for (const path of [...paths, folder]) {
    const stat = await lstat(path)
    if (!stat.isSymbolicLink()) {
      // Who packs may have any umask; a library that is merely loaded needs no right to be run.
      const runs = stat.isDirectory() || ((stat.mode & 0o111) !== 0 && !/\.(so(\.\d+)*|node)$/.test(path))
      // What Chromium's sandbox needs where people may not make user namespaces.
      await chmod(path, path.endsWith('/chrome-sandbox') ? 0o4755 : runs ? 0o755 : 0o644)
      if (stat.isFile()) found.push({ path, bytes: stat.size })
    }
    await lutimes(path, epochSeconds, epochSeconds)
  }
  return found
}

async function writeControlPart(root: string, control: string, files: readonly PackedFile[]): Promise<void> {
  const folder = join(root, 'DEBIAN')
  await mkdir(folder)
  const source = (name: string): Promise<string> =>
    readFile(projectPath('build', 'deb', 'files', 'debian', name), 'utf8')
  await writeFile(join(folder, 'control'), control)
  await writeFile(join(folder, 'conffiles'), conffiles.map((place) => `/${place}\n`).join(''))
  await writeFile(join(folder, 'templates'), await source('templates'))
  const stillRunning = (await source('still-running')).trimEnd()
  for (const name of scripts) {
    const script = (await source(name)).replace('@STILL_RUNNING@', () => stillRunning)
    await writeFile(join(folder, name), script, { mode: 0o755 })
  }
  const sums: string[] = []
  for (const { path } of files) {
    const place = relative(root, path)
    if (conffiles.includes(place)) continue
    sums.push(
      `${createHash('md5')
        .update(await readFile(path))
        .digest('hex')}  ${place}\n`,
    )
  }
  await writeFile(join(folder, 'md5sums'), sums.join(''))
}
