import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { DeviceError, type ScanRequest } from '#devices/contract'

/** eSCL measures in 1/300 inch (Mopria eSCL; devices.md E2). */
const unitsPerInch = 300
const mmPerInch = 25.4

/** What one source can take; lengths in 1/300 inch. */
export interface SourceCapabilities {
  readonly maxWidth: number
  readonly maxHeight: number
  readonly colorModes: readonly string[]
  readonly formats: readonly string[]
  readonly resolutions:
    | { readonly type: 'list'; readonly values: readonly number[] }
    | { readonly type: 'range'; readonly min: number; readonly max: number }
}

export interface ScannerCapabilities {
  readonly version: string
  readonly model: string
  readonly platen: SourceCapabilities | null
  readonly simplex: SourceCapabilities | null
  readonly duplex: SourceCapabilities | null
}

/** `Idle`, `Processing`, `Testing`, `Stopped`, `Down`; what the feeder says, where there is one. */
export interface ScannerStatus {
  readonly state: string
  readonly feeder: string | null
}

const parser = new XMLParser({
  // A scanner on the hall's network is a stranger: nothing of its documents is expanded or looked up.
  processEntities: false,
  removeNSPrefix: true,
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: true,
})

type Node = Readonly<Record<string, unknown>>

/** The root element of that name. @throws DeviceError `device.protocol` */
function read(xml: string, root: string): Node {
  const element = asNode(asNode(parse(xml))[root])
  if (Object.keys(element).length === 0) throw new DeviceError('device.protocol', `no ${root} in the answer`)
  return element
}

/** Null for what is no XML, or wants to bring rules of its own. */
function parse(xml: string): unknown {
  try {
    return /<!DOCTYPE/i.test(xml) || XMLValidator.validate(xml) !== true ? null : parser.parse(xml)
  } catch {
    return null
  }
}

/** `ScannerCapabilities` as a scanner gives them. @throws DeviceError `device.protocol` */
export function readCapabilities(xml: string): ScannerCapabilities {
  const root = read(xml, 'ScannerCapabilities')
  const feeder = asNode(root['Adf'])
  return {
    version: textOf(root['Version']) ?? '2.0',
    model: textOf(root['MakeAndModel']) ?? 'eSCL scanner',
    platen: sourceOf(asNode(root['Platen'])['PlatenInputCaps']),
    simplex: sourceOf(feeder['AdfSimplexInputCaps']),
    duplex: sourceOf(feeder['AdfDuplexInputCaps']),
  }
}

/** `ScannerStatus`. @throws DeviceError `device.protocol` */
export function readStatus(xml: string): ScannerStatus {
  const root = read(xml, 'ScannerStatus')
  return { state: textOf(root['State']) ?? 'Idle', feeder: textOf(root['AdfState']) }
}

function sourceOf(value: unknown): SourceCapabilities | null {
  const caps = asNode(value)
  if (Object.keys(caps).length === 0) return null
  const profiles = listOf(asNode(caps['SettingProfiles'])['SettingProfile']).map(asNode)
  const profile = profiles[0] ?? {}
  const formats = asNode(profile['DocumentFormats'])
  return {
    maxWidth: numberOf(caps['MaxWidth']) ?? 2550,
    maxHeight: numberOf(caps['MaxHeight']) ?? 3508,
    colorModes: listOf(asNode(profile['ColorModes'])['ColorMode']).flatMap(texts),
    formats: [...listOf(formats['DocumentFormatExt']), ...listOf(formats['DocumentFormat'])].flatMap(texts),
    resolutions: resolutionsOf(asNode(profile['SupportedResolutions'])),
  }
}

function resolutionsOf(supported: Node): SourceCapabilities['resolutions'] {
  const range = asNode(asNode(supported['ResolutionRange'])['XResolutionRange'])
  const min = numberOf(range['Min'])
  const max = numberOf(range['Max'])
  if (min !== null && max !== null) return { type: 'range', min, max }
  const discrete = listOf(asNode(supported['DiscreteResolutions'])['DiscreteResolution'])
  return { type: 'list', values: discrete.flatMap((one) => numberOf(asNode(one)['XResolution']) ?? []) }
}

const colorModes = { color: 'RGB24', gray: 'Grayscale8', bw: 'BlackAndWhite1' } as const
const jpeg = 'image/jpeg'
const png = 'image/png'

/**
 * `ScanSettings` for a page, A4 or as much of it as the scanner takes.
 * @throws DeviceError `scan.unsupported-option` if it has no such source or mode
 */
export function writeScanSettings(request: ScanRequest, capabilities: ScannerCapabilities): string {
  const source = sourceFor(request, capabilities)
  const mode = colorModes[request.mode]
  if (source.colorModes.length > 0 && !source.colorModes.includes(mode)) throw unsupported(request.mode)
  const dpi = String(resolutionFor(request, capabilities))
  const format = formatFor(request, source)
  const width = Math.min(source.maxWidth, Math.round((210 / mmPerInch) * unitsPerInch))
  const height = Math.min(source.maxHeight, Math.round((297 / mmPerInch) * unitsPerInch))
  const duplex =
    request.source === 'flatbed' ? '' : `<scan:Duplex>${String(request.source === 'duplex')}</scan:Duplex>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScanSettings xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">
<pwg:Version>${capabilities.version.replace(/[^\d.]/g, '')}</pwg:Version>
<pwg:ScanRegions><pwg:ScanRegion><pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits><pwg:Height>${String(height)}</pwg:Height><pwg:Width>${String(width)}</pwg:Width><pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset></pwg:ScanRegion></pwg:ScanRegions>
<pwg:InputSource>${request.source === 'flatbed' ? 'Platen' : 'Feeder'}</pwg:InputSource>${duplex}
<scan:ColorMode>${mode}</scan:ColorMode>
<scan:XResolution>${dpi}</scan:XResolution><scan:YResolution>${dpi}</scan:YResolution>
<pwg:DocumentFormat>${format}</pwg:DocumentFormat><scan:DocumentFormatExt>${format}</scan:DocumentFormatExt>
</scan:ScanSettings>
`
}

/**
 * The resolution that a page of this request gets, in dots an inch: what was asked for, else the next finer one, else the finest.
 * A page that is a little too fine can be made smaller; a scanner without 200 dpi is no reason not to scan.
 * @throws DeviceError `scan.unsupported-option` if it has no such source
 */
export function resolutionFor(request: ScanRequest, capabilities: ScannerCapabilities): number {
  const { resolutions } = sourceFor(request, capabilities)
  if (resolutions.type === 'range') return Math.min(Math.max(request.dpi, resolutions.min), resolutions.max)
  const rising = [...resolutions.values].sort((one, other) => one - other)
  return rising.find((dpi) => dpi >= request.dpi) ?? rising.at(-1) ?? request.dpi
}

/** JPEG has no single bits: print comes as PNG where the scanner makes one. */
function formatFor({ mode }: ScanRequest, { formats }: SourceCapabilities): string {
  const wanted = mode === 'bw' ? [png, jpeg] : [jpeg]
  const found = formats.length === 0 ? jpeg : wanted.find((format) => formats.includes(format))
  if (found === undefined) throw unsupported(jpeg)
  return found
}

function sourceFor({ source }: ScanRequest, capabilities: ScannerCapabilities): SourceCapabilities {
  const { platen, simplex, duplex } = capabilities
  const found = { flatbed: platen, feeder: simplex, duplex }[source]
  if (found === null) throw unsupported(source)
  return found
}

function unsupported(what: string): DeviceError {
  return new DeviceError('scan.unsupported-option', `the scanner has no ${what}`)
}

function asNode(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {}
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === '') return []
  return Array.isArray(value) ? value : [value]
}

function texts(value: unknown): string[] {
  const text = textOf(value)
  return text === null ? [] : [text]
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length < 200 ? value : null
}

function numberOf(value: unknown): number | null {
  const text = textOf(value)
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null
}
