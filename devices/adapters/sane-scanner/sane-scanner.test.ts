import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDeviceError } from '#devices/contract'
import { roundedDpi, scanFailure } from './exit.ts'
import { parseOptions, scanArguments } from './options.ts'
import { measurePicture } from '../scanned-picture.ts'

const listing = `
All options specific to device \`fixture:0':
  Scan Mode:
    --mode Lineart|Gray|Color [Gray]
        Selects the scan mode (e.g., lineart, monochrome, or color).
    --resolution 75|150|300|600dpi [150]
        Sets the resolution of the scanned image.
    --source Flatbed|ADF Front|ADF Duplex [Flatbed]
    --three-pass-order RGB|RBG [inactive]
  Geometry:
    -l 0..215.9mm [0]
        Top-left x position of scan area.
    -t 0..297.18mm [0]
    -x 0..215.9mm (in steps of 1) [215.9]
    -y 0..297.18mm (in steps of 1) [297.18]
`

describe('what a scanner offers', () => {
  const options = parseOptions(listing)

  it('is read from its listing', () => {
    expect(options.get('resolution')).toEqual({ type: 'list', values: ['75', '150', '300', '600'] })
    expect(options.get('x')).toEqual({ type: 'range', min: 0, max: 215.9 })
    expect(options.has('three-pass-order')).toBe(false)
  })

  it('is read without harm, whatever the listing says, and asked for or refused with its own error', () => {
    const lines = listing.split('\n')
    const mutated = fc
      .tuple(fc.constantFrom(...lines), fc.nat(80), fc.string({ maxLength: 12 }))
      .map(([line, at, noise]) => line.slice(0, at) + noise + line.slice(at))
    fc.assert(
      fc.property(fc.array(mutated, { maxLength: 12 }), (some) => {
        try {
          scanArguments({ source: 'duplex', mode: 'bw', dpi: 300 }, parseOptions(some.join('\n')), {})
        } catch (error) {
          if (!isDeviceError(error, 'scan.unsupported-option')) throw error
        }
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2000) },
    )
  })

  it('is asked for in its own words', () => {
    expect(scanArguments({ source: 'feeder', mode: 'color', dpi: 300 }, options, {})).toEqual(
      '--source|ADF Front|--mode|Color|--resolution|300|-l|0|-t|0|-x|210|-y|297'.split('|'),
    )
  })

  it('reads both sides by a source of its own, or by a manner of its feeder', () => {
    const request = { source: 'duplex', mode: 'gray', dpi: 300 } as const
    expect(scanArguments(request, options, {}).slice(0, 2)).toEqual(['--source', 'ADF Duplex'])
    const epson = parseOptions(
      '    --source Flatbed|Automatic Document Feeder [Flatbed]\n    --adf-mode Simplex|Duplex [Simplex]',
    )
    expect(scanArguments(request, epson, {})).toEqual([
      '--source',
      'Automatic Document Feeder',
      '--adf-mode=Duplex',
    ])
    const other = parseOptions('    --source Flatbed|ADF [Flatbed]\n    --duplex[=(yes|no)] [no]')
    expect(scanArguments(request, other, {})).toEqual(['--source', 'ADF', '--duplex=yes'])
    const simplex = parseOptions('    --source Flatbed|ADF [Flatbed]')
    expect(() => scanArguments(request, simplex, {})).toThrow(/duplex/)
  })

  it('makes pages of one bit by its own mode, or else as grey of one bit', () => {
    const request = { source: 'flatbed', mode: 'bw', dpi: 300 } as const
    expect(scanArguments(request, options, {}).join(' ')).toContain('--mode Lineart')
    const grey = parseOptions('    --mode Gray|Color [Gray]\n    --depth 1|8|16 [8]')
    expect(scanArguments(request, grey, {})).toEqual(['--mode', 'Gray', '--depth', '1'])
    for (const without of ['    --mode Gray [Gray]', '    --resolution 300dpi [300]']) {
      expect(() => scanArguments(request, parseOptions(without), {})).toThrow(/mode "bw"/)
    }
  })

  it('and what it does not offer is refused before anything moves', () => {
    expect(() => scanArguments({ source: 'flatbed', mode: 'gray', dpi: 200 }, options, {})).toThrow(
      expect.objectContaining({ code: 'scan.unsupported-option' }) as Error,
    )
    const noSource = parseOptions('    --mode Gray [Gray]')
    expect(() => scanArguments({ source: 'feeder', mode: 'gray', dpi: 200 }, noSource, {})).toThrow(/feeder/)
  })

  it('can be named otherwise in the configuration', () => {
    const config = { sourceNames: { flatbed: 'ADF Duplex' }, backendOptions: { brightness: '10' } }
    expect(scanArguments({ source: 'flatbed', mode: 'gray', dpi: 75 }, options, config).join(' ')).toMatch(
      /^--source ADF Duplex .* --brightness=10$/,
    )
  })
})

describe('how scanimage ends', () => {
  it.each([
    [3, 'scan.busy'],
    [6, 'scan.jammed'],
    [7, 'scan.no-documents'],
    [8, 'scan.cover-open'],
    [9, 'scan.io'],
    [11, 'scan.access-denied'],
    [null, 'scan.io'],
  ])('with %s is %s', (exitCode, code) => {
    expect(scanFailure(exitCode, '').code).toBe(code)
  })

  it('with 1 is told by its words', () => {
    const missing = scanFailure(1, 'scanimage: open of device nosuch:0 failed: Invalid argument\n')
    expect(missing).toMatchObject({ code: 'scan.device-not-found' })
    expect(scanFailure(1, 'scanimage: setting of option --mode failed (Invalid argument)').code).toBe(
      'scan.unsupported-option',
    )
  })

  it('or hangs after it has failed is told by its words', () => {
    const words = 'Progress: 0.0%\rscanimage: sane_read: Document feeder jammed\n'
    expect(scanFailure(null, words).code).toBe('scan.jammed')
    expect(scanFailure(null, 'scanimage: sane_start: Scanner cover is open\n').code).toBe('scan.cover-open')
  })

  it('with a rounded resolution says the true one', () => {
    expect(roundedDpi('scanimage: rounded value of resolution from 5000 to 1200\n')).toBe(1200)
    expect(roundedDpi('Progress: 50.0%')).toBeNull()
  })
})

describe('pictures', () => {
  it('are measured or refused, whatever the bytes', { timeout: 600_000 }, () => {
    const start = fc.constantFrom(
      [],
      [0xff, 0xd8, 0xff, 0xe0, 0, 16],
      [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    )
    const end = fc.constantFrom([], [0xff, 0xd9], [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82])
    const runs = Number(process.env['FUZZ_RUNS'] ?? 2000)
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 300 }), end, (head, body, tail) => {
        try {
          const { widthPx, heightPx } = measurePicture(Uint8Array.from([...head, ...body, ...tail]))
          expect(Math.min(widthPx, heightPx)).toBeGreaterThan(0)
        } catch (error) {
          expect(isDeviceError(error, 'scan.invalid-image')).toBe(true)
        }
      }),
      { numRuns: runs },
    )
  })
})
