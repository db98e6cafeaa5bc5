import { existsSync, readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PlainError } from '../../plain-error.ts'
import { projectPath } from '../../project.ts'
import { readArchive } from './archive.ts'

/** A foreign part of the packed program. */
export interface Component {
  readonly name: string
  readonly version: string
  /** SPDX expression, as its makers declare it. */
  readonly licence: string
  /** `sha512-…` as the lockfile pins it; null for what does not come from there. */
  readonly integrity: string | null
  /** Its installed folder, for its texts; null where it has none. */
  readonly folder: string | null
  /** How it got in. */
  readonly packed: 'as it is' | 'bundled' | 'runtime'
}

interface Manifest {
  name: string
  version: string
}

/** Fonts come by a style sheet, which has no source map. */
const fontPackage = 'node_modules/@fontsource-variable/noto-sans-sc'

/**
 * What of others is in a packed program: packages that lie in its archive, packages of which Vite has taken code into a
 * bundle (told by the source maps beside it), fonts, and the runtime. Asked of what was built, so nobody has to keep a list.
 */
export async function componentsOf(archive: string, electronVersion: string): Promise<Component[]> {
  const found = new Map<string, Component>()
  const locked = lockedPackages()
  const add = ({ name, version }: Manifest, packed: Component['packed']): void => {
    const key = `${name}@${version}`
    const component = locked.get(key)
    if (component === undefined) throw new PlainError(`${key} is packed and is not in package-lock.json.`)
    if (!found.has(key)) found.set(key, { ...component, packed })
  }
  const manifest = /(^|\/)node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/
  for (const { bytes } of await readArchive(archive, (path) => manifest.test(path))) {
    add(JSON.parse(bytes.toString('utf8')) as Manifest, 'as it is')
  }
  for (const place of await bundledPlaces()) {
    add(JSON.parse(readFileSync(projectPath(place, 'package.json'), 'utf8')) as Manifest, 'bundled')
  }
  const runtime: Component = {
    name: 'electron',
    version: electronVersion,
    licence: 'MIT',
    integrity: null,
    folder: null,
    packed: 'runtime',
  }
  return [...[...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, component]) => component), runtime]
}

/** What the lockfile says of every package, by name and version: the packer moves packages, so their place says nothing. */
function lockedPackages(): Map<string, Omit<Component, 'packed'>> {
  const { packages } = JSON.parse(readFileSync(projectPath('package-lock.json'), 'utf8')) as {
    packages: Record<string, { name?: string; version?: string; license?: string; integrity?: string }>
  }
  const known = new Map<string, Omit<Component, 'packed'>>()
  for (const [place, { version = '', license, integrity = null, ...rest }] of Object.entries(packages)) {
    const name = rest.name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const folder = projectPath(place)
    if (place === '' || !existsSync(folder)) continue
    known.set(`${name}@${version}`, { name, version, licence: license ?? 'NOASSERTION', integrity, folder })
  }
  return known
}

/** Folders of the packages whose code or fonts are in the bundles. */
async function bundledPlaces(): Promise<Set<string>> {
  const places = new Set<string>()
  for (const entry of await readdir(projectPath('out', 'app'), { recursive: true, withFileTypes: true })) {
    if (entry.name.endsWith('.woff2')) places.add(fontPackage)
    if (!entry.name.endsWith('.map')) continue
    const text = await readFile(join(entry.parentPath, entry.name), 'utf8')
    const { sources = [] } = JSON.parse(text) as { sources?: string[] }
    for (const source of sources) {
      const place = /(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1]
      if (place !== undefined && existsSync(projectPath(place, 'package.json'))) places.add(place)
    }
  }
  return places
}
