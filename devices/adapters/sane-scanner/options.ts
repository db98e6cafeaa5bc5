import { DeviceError, type DeviceConfigOf, type ScanRequest } from '#devices/contract'

/** What one backend option may be set to, as `scanimage -A` lists it. */
export type OptionValues =
  | { readonly type: 'list'; readonly values: readonly string[] }
  | { readonly type: 'range'; readonly min: number; readonly max: number }

/** Active options by name without dashes: `mode`, `source`, `resolution`, `x`, `y` … */
export type ScannerOptions = ReadonlyMap<string, OptionValues>

/**
 * Reads the listing of `scanimage -A`, lines such as
 *
 *     --source Flatbed|Automatic Document Feeder [Flatbed]
 *     --resolution 1..1200dpi (in steps of 1) [50]
 *     -x 0..200mm (in steps of 1) [80]
 *     --duplex[=(yes|no)] [no]
 *
 * Options that are inactive or take no value are left out; a switch is a list of yes and no.
 */
export function parseOptions(listing: string): ScannerOptions {
  const options = new Map<string, OptionValues>()
  for (const line of listing.split('\n')) {
    const match = /^\s+--?([a-z][a-z0-9_-]*)[ [](.+?)(?: \(in steps of [^)]*\))? \[([^\]]*)\]/.exec(line)
    const [, name, values, current] = match ?? []
    if (name === undefined || values === undefined || current === 'inactive') continue
    options.set(name, parseValues(values))
  }
  return options
}

function parseValues(text: string): OptionValues {
  if (text.startsWith('=(yes|no)')) return { type: 'list', values: ['yes', 'no'] }
  const range = /^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)[a-z%]*/i.exec(text)
  if (range !== null) return { type: 'range', min: Number(range[1]), max: Number(range[2]) }
  return { type: 'list', values: text.split('|').map((value) => value.replace(/^(\d+)dpi$/, '$1')) }
}

type ScannerConfig = NonNullable<DeviceConfigOf<'sane'>['options']>

const a4Mm = { width: 210, height: 297 }
/** What backends call the same thing, the likeliest first. */
const usualNames = {
  flatbed: [/^flatbed$/i, /flatbed|platen/i],
  feeder: [/^(adf|automatic document feeder)$/i, /adf front|adf simplex/i, /adf|feeder/i],
  duplex: [/^adf duplex$/i, /duplex|both sides/i],
  color: [/^colou?r$/i, /colou?r/i],
  gray: [/^gr[ae]y$/i, /gr[ae]y/i],
  bw: [/^(?:lineart|binary)$/i, /line ?art|black (?:&|and) white|binary/i],
} as const

/**
 * The options of one scan for this scanner.
 * @throws DeviceError `scan.unsupported-option` if it has no such source, mode or resolution
 */
export function scanArguments(
  request: ScanRequest,
  options: ScannerOptions,
  config: ScannerConfig,
): string[] {
  const args = sourceArguments(request.source, options, config)
  args.push(...modeArguments(request.mode, options, config))
  const resolution = options.get('resolution')
  if (resolution !== undefined) {
    if (!allows(resolution, request.dpi)) throw unsupported('resolution', String(request.dpi))
    args.push('--resolution', String(request.dpi))
  }
  args.push(...areaArguments(options, config.pageMm ?? a4Mm))
  for (const [name, value] of Object.entries(config.backendOptions ?? {})) args.push(`--${name}=${value}`)
  return args
}

/**
 * Both sides are a source of its own with most backends; with others (epson2, hpaio) they are a manner of the feeder.
 * A scanner that lists no source has one glass.
 */
function sourceArguments(
  wanted: ScanRequest['source'],
  options: ScannerOptions,
  config: ScannerConfig,
): string[] {
  const configured = config.sourceNames?.[wanted]
  if (wanted === 'duplex' && configured === undefined && !offers(options, 'source', usualNames.duplex)) {
    const manner = duplexManners.find(({ option, value }) => offers(options, option, [value]))
    if (manner === undefined) throw unsupported('source', 'duplex')
    const value = offered(options, manner.option).find((one) => manner.value.test(one)) ?? 'yes'
    return [...sourceArguments('feeder', options, config), `--${manner.option}=${value}`]
  }
  const source = choose('source', wanted, configured, options)
  if (source === null && wanted !== 'flatbed') throw unsupported('source', wanted)
  return source === null ? [] : ['--source', source]
}

const duplexManners = [
  { option: 'adf-mode', value: /duplex/i },
  { option: 'adf_mode', value: /duplex/i },
  { option: 'duplex', value: /^(?:yes|both|duplex)$/i },
] as const

function offered(options: ScannerOptions, option: string): readonly string[] {
  const values = options.get(option)
  return values?.type === 'list' ? values.values : []
}

function offers(options: ScannerOptions, option: string, forms: readonly RegExp[]): boolean {
  return offered(options, option).some((value) => forms.some((form) => form.test(value)))
}

/** Some backends have no mode for print and make grey of one bit. */
function modeArguments(mode: ScanRequest['mode'], options: ScannerOptions, config: ScannerConfig): string[] {
  const depths = options.get('depth')
  const offered = options.get('mode')
  const named =
    offered?.type === 'list' && offered.values.some((value) => usualNames.bw.some((form) => form.test(value)))
  if (
    mode === 'bw' &&
    config.modeNames?.bw === undefined &&
    !named &&
    depths?.type === 'list' &&
    depths.values.includes('1')
  )
    return [...modeArguments('gray', options, config), '--depth', '1']
  const chosen = choose('mode', mode, config.modeNames?.[mode], options)
  if (chosen === null && mode === 'bw') throw unsupported('mode', mode)
  return chosen === null ? [] : ['--mode', chosen]
}

function choose(
  option: string,
  wanted: keyof typeof usualNames,
  configured: string | undefined,
  options: ScannerOptions,
): string | null {
  const offered = options.get(option)
  if (configured !== undefined) return configured
  if (offered?.type !== 'list') return null
  for (const form of usualNames[wanted]) {
    const name = offered.values.find((value) => form.test(value))
    if (name !== undefined) return name
  }
  throw unsupported(option, wanted)
}

function allows(values: OptionValues, dpi: number): boolean {
  return values.type === 'range'
    ? dpi >= values.min && dpi <= values.max
    : values.values.includes(String(dpi))
}

/** The page from the top left corner, no larger than the glass. */
function areaArguments(options: ScannerOptions, page: { width: number; height: number }): string[] {
  const width = options.get('x')
  const height = options.get('y')
  if (width?.type !== 'range' || height?.type !== 'range') return []
  const corner = options.has('l') && options.has('t') ? ['-l', '0', '-t', '0'] : []
  return [
    ...corner,
    ...['-x', String(Math.min(page.width, width.max))],
    ...['-y', String(Math.min(page.height, height.max))],
  ]
}

function unsupported(option: string, value: string): DeviceError {
  return new DeviceError('scan.unsupported-option', `the scanner has no ${option} "${value}"`)
}
