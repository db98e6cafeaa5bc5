import { spawnSync } from 'node:child_process'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { deviceConfigSchema, type PortraitDecoderConfig } from '#devices/contract'
import { open, readCard, setUpReader, slow, temporaryFolder } from './bench.ts'

const reason = spawnSync('which', ['gcc']).status === 0 ? null : 'no C compiler here'
const bitmapBytes = 38_862
const pixelsAt = 54

/** A reader with a card on it whose portrait goes through a decoder compiled here. */
async function setUp(portrait: Omit<PortraitDecoderConfig, 'library'>, library?: string) {
  const path = library ?? join(await temporaryFolder(), 'libportrait.so')
  if (library === undefined) {
    const source = join(import.meta.dirname, 'vendor-library', 'portrait.c')
    const built = spawnSync('gcc', ['-shared', '-fPIC', '-Wall', '-Werror', '-o', path, source])
    if (built.status !== 0) throw new Error(built.stderr.toString())
  }
  const { control, config } = await setUpReader()
  await control.send('insert-card', { seed: 31 })
  const device = await open({ ...config, options: { portrait: { library: path, ...portrait } } })
  return { device }
}

/** The first pixel of the lowest row. */
const firstPixel = (bitmap: Uint8Array | undefined): number[] => [
  ...(bitmap ?? []).slice(pixelsAt, pixelsAt + 3),
]

describe.skipIf(reason !== null)(`a portrait${reason === null ? '' : ` (skipped: ${reason})`}`, slow, () => {
  it.each<Omit<PortraitDecoderConfig, 'library'>>([
    { function: 'wlt2Bmp', by: 'memory' },
    { function: 'unpack', by: 'memory', argument: 752, order: 'rgb' },
    { function: 'GetBmp', by: 'file', argument: 2 },
  ])('is decoded by a library with the function $function, for each card anew', async (portrait) => {
    const { device } = await setUp(portrait)
    for (const _again of [1, 2]) {
      const { card, warnings, portrait: picture } = await readCard(device)
      expect(warnings).toEqual([])
      expect(picture).toHaveLength(bitmapBytes)
      expect(String.fromCharCode(...(picture ?? []).slice(0, 2))).toBe('BM')
      const head = [...(card.photoWlt ?? []).slice(0, 3)]
      expect(firstPixel(picture)).toEqual(portrait.order === 'rgb' ? head.reverse() : head)
    }
  })

  it('that goes through a file leaves nothing in the folder for such files', async () => {
    const folder = join(await temporaryFolder(), 'tmp')
    await mkdir(folder)
    const before = process.env['TMPDIR']
    process.env['TMPDIR'] = folder
    onTestFinished(() => {
      if (before === undefined) delete process.env['TMPDIR']
      else process.env['TMPDIR'] = before
    })
    const { device } = await setUp({ function: 'GetBmp', by: 'file', argument: 2 })
    expect((await readCard(device)).portrait).toHaveLength(bitmapBytes)
    const left = (await readdir(folder)).filter((name) => name.startsWith('portrait-'))
    expect(left).toEqual([])
  })

  it.each<[string, Omit<PortraitDecoderConfig, 'library'>, string?]>([
    ['whose decoder is not licensed', { function: 'GetBmp', by: 'file', argument: 1 }],
    ['whose decoder writes no picture', { function: 'unpack', by: 'memory', argument: 708 }],
    ['whose decoder hangs', { function: 'unpack', by: 'memory', argument: 3, callMs: 200 }],
    ['whose decoder lacks the function', { function: 'decode', by: 'memory' }],
    ['whose decoder is missing', { function: 'unpack', by: 'memory' }, '/nowhere/libportrait.so'],
  ])('%s costs the reading nothing', async (_name, portrait, library) => {
    const { device } = await setUp(portrait, library)
    const { card, warnings, portrait: picture } = await readCard(device)
    expect(card.photoWlt).toHaveLength(1024)
    expect(warnings).toEqual(['portrait-undecoded'])
    expect(picture).toBeUndefined()
  })
})

describe('the decoder of a portrait', () => {
  it('is named by the whole path of its library', () => {
    const parsed = deviceConfigSchema.safeParse({
      id: 'reader',
      kind: 'id-card-reader',
      adapter: 'sdt',
      transport: 'tcp:127.0.0.1:1',
      options: { portrait: { library: 'WltRS.dll', function: 'GetBmp', by: 'file' } },
    })
    expect(parsed.error?.issues[0]?.message).toContain('完整路径')
  })
})
