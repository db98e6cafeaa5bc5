import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectPath } from '../project.ts'

interface Manifest {
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

/**
 * Names of installed production packages that the packed program does not load from node_modules, because
 * Vite has bundled what the page uses, or because only the hub uses them. Derived from the imports that are
 * left in the built bundles of the Node side, so nobody has to keep a list.
 */
export function bundledPackages(): string[] {
  const manifest = JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as Manifest
  const all = withDependencies([
    ...Object.keys(manifest.dependencies ?? {}),
    // A runtime that tests run on, many times as large as the program.
    ...Object.keys(manifest.optionalDependencies ?? {}),
  ])
  const loaded = withDependencies(['main', 'device-host'].flatMap((name) => importedBy(name)))
  return [...all].filter((name) => !loaded.has(name)).sort()
}

/** Bare names in static and dynamic imports of one bundle. */
function importedBy(bundle: string): string[] {
  const folder = projectPath('out', 'app', bundle)
  const code = readdirSync(folder)
    .filter((file) => file.endsWith('.js'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
  const specifiers = code.matchAll(/(?:^import |\bfrom |\bimport\(|\brequire\()\s*["']([^"'.][^"']*)["']/gm)
  return [...specifiers]
    .map(([, specifier = '']) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'))
    .filter((name) => !name.startsWith('node:') && name !== 'electron')
}

function withDependencies(names: readonly string[]): Set<string> {
  const found = new Set<string>()
  const waiting = [...names]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const file = projectPath('node_modules', name, 'package.json')
    if (found.has(name) || !existsSync(file)) continue
    found.add(name)
    const { dependencies, optionalDependencies } = JSON.parse(readFileSync(file, 'utf8')) as Manifest
    waiting.push(...Object.keys(dependencies ?? {}), ...Object.keys(optionalDependencies ?? {}))
  }
  return found
}
