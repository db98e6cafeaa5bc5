import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDeviceError, type ScanRequest } from '#devices/contract'
import { readCapabilities, readStatus, resolutionFor, writeScanSettings } from './documents.ts'
import { troubleOf } from './scan-job.ts'

const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2000) }

/** A source as a manufacturer writes it, prefixes and all. */
function source(
  tag: string,
  { modes = ['RGB24', 'Grayscale8'], dpi = [100, 300], width = 2550, height = 4200 } = {},
) {
  return `<s:${tag}><s:MaxWidth>${String(width)}</s:MaxWidth><s:MaxHeight>${String(height)}</s:MaxHeight><s:SettingProfiles><s:SettingProfile><s:ColorModes>${modes
    .map((mode) => `<s:ColorMode>${mode}</s:ColorMode>`)
    .join(
      '',
    )}</s:ColorModes><s:DocumentFormats><p:DocumentFormat>image/jpeg</p:DocumentFormat></s:DocumentFormats><s:SupportedResolutions><s:DiscreteResolutions>${dpi
    .map(
      (one) => `<s:DiscreteResolution><s:XResolution>${String(one)}</s:XResolution></s:DiscreteResolution>`,
    )
    .join(
      '',
    )}</s:DiscreteResolutions></s:SupportedResolutions></s:SettingProfile></s:SettingProfiles></s:${tag}>`
}
const capabilities = (inside: string): string =>
  `<?xml version="1.0"?><s:ScannerCapabilities xmlns:s="u" xmlns:p="v"><p:Version>2.63</p:Version><p:MakeAndModel>Maker Model</p:MakeAndModel>${inside}</s:ScannerCapabilities>`
const request: ScanRequest = { source: 'flatbed', mode: 'color', dpi: 300 }

describe('what an eSCL scanner says of itself', () => {
  it('is read whatever prefixes it uses', () => {
    const read = readCapabilities(
      capabilities(
        `<s:Platen>${source('PlatenInputCaps')}</s:Platen><s:Adf>${source('AdfSimplexInputCaps')}</s:Adf>`,
      ),
    )
    expect(read).toMatchObject({ version: '2.63', model: 'Maker Model', duplex: null })
    expect(read.platen).toMatchObject({
      maxWidth: 2550,
      colorModes: ['RGB24', 'Grayscale8'],
      formats: ['image/jpeg'],
    })
    expect(read.simplex?.resolutions).toEqual({ type: 'list', values: [100, 300] })
  })

  it('is asked for A4, or as much of it as there is glass', () => {
    const whole = readCapabilities(capabilities(`<s:Platen>${source('PlatenInputCaps')}</s:Platen>`))
    expect(writeScanSettings(request, whole)).toMatch(
      /<pwg:Height>3508<\/pwg:Height><pwg:Width>2480<\/pwg:Width>/,
    )
    const small = readCapabilities(
      capabilities(`<s:Platen>${source('PlatenInputCaps', { width: 1200, height: 1800 })}</s:Platen>`),
    )
    expect(writeScanSettings(request, small)).toMatch(
      /<pwg:Height>1800<\/pwg:Height><pwg:Width>1200<\/pwg:Width>/,
    )
  })

  it.each<[string, Partial<ScanRequest>]>([
    ['feeder', { source: 'feeder' }],
    ['duplex', { source: 'duplex' }],
    ['color', { mode: 'color' }],
  ])('is not asked for what it does not have: %s', (what, change) => {
    const gray = readCapabilities(
      capabilities(`<s:Platen>${source('PlatenInputCaps', { modes: ['Grayscale8'] })}</s:Platen>`),
    )
    expect(() => writeScanSettings({ ...request, mode: 'gray', ...change }, gray)).toThrow(
      expect.objectContaining({
        code: 'scan.unsupported-option',
        message: expect.stringContaining(what) as string,
      }) as Error,
    )
  })

  it.each([
    [90, 100],
    [100, 100],
    [200, 300],
    [600, 300],
  ])('is asked for the next finer resolution where it has not the one wanted: %i dpi', (dpi, chosen) => {
    const read = readCapabilities(capabilities(`<s:Platen>${source('PlatenInputCaps')}</s:Platen>`))
    expect(resolutionFor({ ...request, dpi }, read)).toBe(chosen)
    expect(writeScanSettings({ ...request, dpi }, read)).toContain(`<scan:XResolution>${String(chosen)}<`)
  })

  it('is asked for one bit a pixel as PNG, or as JPEG where it makes no PNG', () => {
    const modes = ['BlackAndWhite1']
    const jpegOnly = capabilities(`<s:Platen>${source('PlatenInputCaps', { modes })}</s:Platen>`)
    const bw = { ...request, mode: 'bw' } as const
    expect(writeScanSettings(bw, readCapabilities(jpegOnly))).toMatch(/BlackAndWhite1[^]*>image\/jpeg</)
    const format = '<p:DocumentFormat>image/jpeg</p:DocumentFormat>'
    const both = jpegOnly.replace(format, `${format}<p:DocumentFormat>image/png</p:DocumentFormat>`)
    expect(writeScanSettings(bw, readCapabilities(both))).toMatch(/BlackAndWhite1[^]*>image\/png</)
  })

  it.each([
    ['ScannerAdfJam', 'scan.jammed'],
    ['ScannerAdfDoorOpen', 'scan.cover-open'],
    ['ScannerAdfHatchOpen', 'scan.cover-open'],
    ['ScannerAdfLoaded', undefined],
  ])('of its feeder, %s, means %s', (feeder, code) => {
    const status = readStatus(
      `<ScannerStatus><State>Idle</State><AdfState>${feeder}</AdfState></ScannerStatus>`,
    )
    expect(troubleOf(status)?.code).toBe(code)
  })

  it('expands no entity and takes no document type', () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "${'a'.repeat(100)}">]><ScannerStatus><State>&a;</State></ScannerStatus>`
    expect(() => readStatus(bomb)).toThrow(expect.objectContaining({ code: 'device.protocol' }) as Error)
  })

  it('is read or refused with its own error, whatever it is', () => {
    const word = fc.constantFrom(
      '<',
      '>',
      '/',
      '&amp;',
      'Adf',
      'ScannerStatus',
      'State',
      'x',
      '<a>',
      '</a>',
      '<![CDATA[',
      ']]>',
      '"',
    )
    const whole = capabilities(`<s:Platen>${source('PlatenInputCaps')}</s:Platen>`)
    const mutated = fc
      .tuple(fc.nat({ max: whole.length }), fc.nat({ max: 40 }), fc.array(word, { maxLength: 6 }))
      .map(([at, cut, words]) => whole.slice(0, at) + words.join('') + whole.slice(at + cut))
    fc.assert(
      fc.property(
        fc.oneof(
          mutated,
          fc.array(word, { maxLength: 30 }).map((words) => words.join('')),
        ),
        (text) => {
          for (const read of [readCapabilities, readStatus]) {
            try {
              read(text)
            } catch (error) {
              if (!isDeviceError(error, 'device.protocol')) throw error
            }
          }
        },
      ),
      runs,
    )
  })
})
