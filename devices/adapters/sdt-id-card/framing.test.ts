import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeRequest, SdtFrameScanner } from './framing.ts'

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))

/** Captured from readers in the field (devices.md A2). */
const found = hex('AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97')
const findFailed = hex('AA AA AA 96 69 00 04 00 00 80 84')
const selectFailed = hex('AA AA AA 96 69 00 04 00 00 81 85')
const readFailed = hex('AA AA AA 96 69 00 04 00 00 41 45')

function statuses(...chunks: Uint8Array[]): (number | string)[] {
  const scanner = new SdtFrameScanner()
  return chunks
    .flatMap((chunk) => scanner.push(chunk))
    .map((one) => (one.type === 'frame' ? one.sw3 : one.reason))
}

const join = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts))

describe('requests', () => {
  it.each([
    [0x10, 0xff, 'AA AA AA 96 69 00 03 10 FF EC'],
    [0x11, 0xff, 'AA AA AA 96 69 00 03 11 FF ED'],
    [0x12, 0xff, 'AA AA AA 96 69 00 03 12 FF EE'],
    [0x20, 0x01, 'AA AA AA 96 69 00 03 20 01 22'],
    [0x20, 0x02, 'AA AA AA 96 69 00 03 20 02 21'],
    [0x30, 0x01, 'AA AA AA 96 69 00 03 30 01 32'],
  ])('are the captured bytes: %i %i', (command, parameter, bytes) => {
    expect(encodeRequest(command, parameter)).toEqual(hex(bytes))
  })

  it('carry data under the checksum', () => {
    expect(encodeRequest(0x61, 0xff, Uint8Array.of(0x50))).toEqual(hex('AA AA AA 96 69 00 04 61 FF 50 CA'))
  })
})

describe('frames in a stream', () => {
  it('come out one by one', () => {
    expect(statuses(found)).toEqual([0x9f])
  })
  it('may be joined in a chunk', () => {
    expect(statuses(join(findFailed, selectFailed, readFailed))).toEqual([0x80, 0x81, 0x41])
  })
  it('may be split anywhere', () => {
    expect(statuses(...[...found].map((byte) => Uint8Array.of(byte)))).toEqual([0x9f])
  })
  it('may have noise before them', () => {
    expect(statuses(join(hex('00 FF AA 96 AA 69 AA'), found))).toEqual([0x9f])
  })
  it('may have lost or gained a leading AA', () => {
    expect(statuses(found.subarray(1), join(hex('AA'), found))).toEqual([0x9f, 0x9f])
  })
  it('with a wrong checksum are told as corrupt, and the next one is found', () => {
    const bad = Uint8Array.from(found)
    bad[10] = 0x55
    expect(statuses(join(bad, findFailed))).toEqual(['checksum', 0x80])
  })
  it('that lost bytes do not swallow the next one', () => {
    expect(statuses(join(found.subarray(0, 11), findFailed, selectFailed))).toEqual(['checksum', 0x80, 0x81])
  })
  it('with an impossible length are told as corrupt', () => {
    expect(statuses(join(hex('AA AA AA 96 69 FF FF'), findFailed))).toEqual(['length', 0x80])
    expect(statuses(join(hex('AA AA AA 96 69 00 01 00'), findFailed))).toEqual(['length', 0x80])
  })
  it('that never end give back the whole one behind them', () => {
    const scanner = new SdtFrameScanner()
    expect(scanner.push(join(hex('AA AA 96 69 05 08 01'), found))).toEqual([])
    expect(scanner.skipBegunFrame()).toMatchObject([{ type: 'frame', sw3: 0x9f }])
  })
  it('padded with zeroes, as in HID reports, need no cutting above', () => {
    expect(statuses(join(findFailed, new Uint8Array(53), found, new Uint8Array(49)))).toEqual([0x80, 0x9f])
  })
})

describe('whatever comes over the line', () => {
  // Drawing thousands of bytes one by one costs more than scanning them: there is a stock of long stretches.
  const stretches = Array.from({ length: 30 }, (_, n) =>
    Uint8Array.from({ length: 3000 + n * 60 }, (_each, index) => (index * n) >> 3),
  )
  const runs = Number(process.env['FUZZ_RUNS'] ?? 2000)

  it('neither throws nor fills the memory, in whatever chunks', { timeout: 600_000 }, () => {
    const seed = fc.constantFrom(
      found,
      findFailed,
      readFailed,
      hex('AA AA 96 69'),
      hex('AA AA AA 96 69 05 08 00 00 90'),
    )
    const piece = fc.oneof(seed, fc.uint8Array({ maxLength: 40 }), fc.constantFrom(...stretches))
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }),
        fc.integer({ min: 1, max: 600 }),
        (pieces, chunkBytes) => {
          const stream = join(...pieces)
          const scanner = new SdtFrameScanner()
          // One assertion a stream: thousands of them, one a chunk, cost more than all the scanning.
          let mostBuffered = 0
          for (let at = 0; at < stream.length; at += chunkBytes) {
            scanner.push(stream.subarray(at, at + chunkBytes))
            mostBuffered = Math.max(mostBuffered, scanner.bufferedBytes)
          }
          expect(mostBuffered).toBeLessThanOrEqual(4095)
        },
      ),
      { numRuns: runs },
    )
  })

  it('gives the same frames however it is cut', { timeout: 600_000 }, () => {
    const piece = fc.oneof(fc.constantFrom(found, findFailed, selectFailed), fc.uint8Array({ maxLength: 6 }))
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 6 }),
        fc.integer({ min: 1, max: 20 }),
        (pieces, chunkBytes) => {
          const stream = join(...pieces)
          const chunks = Array.from({ length: Math.ceil(stream.length / chunkBytes) }, (_, index) =>
            stream.subarray(index * chunkBytes, (index + 1) * chunkBytes),
          )
          expect(statuses(...chunks)).toEqual(statuses(stream))
        },
      ),
      { numRuns: runs },
    )
  })
})
