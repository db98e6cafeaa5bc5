import { PlainError } from '../plain-error.ts'

export interface PackageOptions {
  /** Refuse every Electron but the pinned one. */
  release: boolean
  /** Stop at the unpacked program. */
  dirOnly: boolean
  /** Pack quickly, for a package that is only tried. */
  quick: boolean
  /** Another version than package.json's, so that one can be tried over the other. */
  version: string | null
}

/**
 * Reads the arguments of `npm run package --`.
 *
 * @throws PlainError with the usage
 */
export function packageOptions(args: readonly string[]): PackageOptions {
  const usage =
    'Usage: npm run package [-- [--release] [--dir] [--quick] [--as-version X.Y.Z] | --check [--reuse]]'
  const options: PackageOptions = { release: false, dirOnly: false, quick: false, version: null }
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--release') options.release = true
    else if (arg === '--dir') options.dirOnly = true
    else if (arg === '--quick') options.quick = true
    else if (arg === '--as-version') {
      const version = rest.shift() ?? ''
      if (!/^\d+\.\d+\.\d+$/.test(version)) throw new PlainError(usage)
      options.version = version
    } else throw new PlainError(usage)
  }
  return options
}
