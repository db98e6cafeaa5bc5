import { chmod, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fingerprints } from '#devices/runtime'
import sharp from 'sharp'
import { projectPath } from '../project.ts'
import { changelog, copyright, gzipped, manual } from './documents.ts'
import { udevRules } from './udev-rules.ts'

const from = (...parts: string[]): string => projectPath('build', 'deb', 'files', ...parts)
const doc = 'usr/share/doc/yichuang'

/** Files that go where they are named, as they are: source below `files/`, place in the package, mode. */
const asTheyAre: readonly (readonly [source: string, place: string, mode?: number])[] = [
  ['system/yichuang', 'usr/bin/yichuang', 0o755],
  ['system/kiosk-session', 'usr/lib/yichuang/kiosk-session', 0o755],
  ['system/yichuang.desktop', 'usr/share/applications/yichuang.desktop'],
  ['system/yichuang-kiosk.desktop', 'usr/share/xsessions/yichuang-kiosk.desktop'],
  ['system/yichuang-kiosk.service', 'lib/systemd/system/yichuang-kiosk.service'],
  ['system/yichuang-kiosk.pam', 'etc/pam.d/yichuang-kiosk'],
  ['system/yichuang-kiosk.conf', 'etc/X11/yichuang-kiosk.conf'],
  ['icon/yichuang.svg', 'usr/share/icons/hicolor/scalable/apps/yichuang.svg'],
  ['doc/README.Debian', `${doc}/README.Debian`],
  ['doc/terminal.yaml', `${doc}/examples/terminal.yaml`],
  ['doc/lintian-overrides', 'usr/share/lintian/overrides/yichuang'],
]

/** Configuration that belongs to the administrator once it is there. */
export const conffiles = asTheyAre.map(([, place]) => place).filter((place) => place.startsWith('etc/'))

const iconSizes = [16, 24, 32, 48, 64, 128, 256, 512]

/** What a layout is made of. */
export interface LayoutParts {
  /** The unpacked program, as the packer left it. */
  readonly programDir: string
  /** Texts for the documentation folder. */
  readonly documents: readonly string[]
  readonly version: string
  readonly epochSeconds: number
}

/** Lays the package's files out below `root`, all but its control part. */
export async function layOut(
  root: string,
  { programDir, documents, version, epochSeconds }: LayoutParts,
): Promise<void> {
  const write = async (place: string, content: string | Buffer, mode = 0o644): Promise<void> => {
    const path = join(root, place)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
    await chmod(path, mode)
  }
  const program = join(root, 'opt', 'yichuang')
  await cp(programDir, program, { recursive: true, verbatimSymlinks: true })
  await mkdir(join(root, doc), { recursive: true })
  await rename(join(program, 'LICENSE.electron.txt'), join(root, doc, 'LICENSE.electron.txt'))
  const chromium = join(program, 'LICENSES.chromium.html')
  await write(`${doc}/LICENSES.chromium.html.gz`, gzipped(await readFile(chromium, 'utf8')))
  await rm(chromium)

  for (const document of documents) {
    await write(`${doc}/${basename(document)}.gz`, gzipped(await readFile(document, 'utf8')))
  }
  for (const [source, place, mode] of asTheyAre) await write(place, await readFile(from(source)), mode)
  const icon = await readFile(from('icon/yichuang.svg'))
  for (const size of iconSizes) {
    const drawn = await sharp(icon, { density: (72 * size) / 48 })
      .resize(size, size)
      .png()
      .toBuffer()
    await write(`usr/share/icons/hicolor/${size}x${size}/apps/yichuang.png`, drawn)
  }
  await write('lib/udev/rules.d/60-yichuang.rules', udevRules(fingerprints))
  await write(`${doc}/changelog.gz`, gzipped(changelog(version, epochSeconds)))
  await write(`${doc}/copyright`, copyright(epochSeconds))
  const page = manual(await readFile(from('doc/yichuang.1'), 'utf8'), version, epochSeconds)
  await write('usr/share/man/man1/yichuang.1.gz', gzipped(page))
}
