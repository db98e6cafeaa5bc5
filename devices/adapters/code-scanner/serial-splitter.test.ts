import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { longestCodeBytes } from '#devices/contract'
import type { CodeFrame } from './code-frame.ts'
import { SerialSplitter } from './serial-splitter.ts'

const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2000) }
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (frame: CodeFrame): string =>
  frame.type === 'code' ? new TextDecoder().decode(frame.bytes) : frame.type

/** Cuts a stream at the given places, wherever they fall. */
function pieces(stream: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (stream.length + 1)).sort((a, b) => a - b), stream.length]
  return places.slice(1).map((end, at) => stream.subarray(places[at], end))
}

/** What a code may hold so that no suffix is in it. */
const content = fc.stringMatching(/^[!-~一-龥]{1,40}$/)

describe('codes on a serial line', () => {
  it.each([
    ['cr', '\r'],
    ['lf', '\n'],
    ['crlf', '\r\n'],
    ['tab', '\t'],
    ['etx', '\u0003'],
    ['auto', '\r'],
    ['auto', '\r\n'],
  ] as const)('come out as they were sent with %s, wherever the stream is cut', (suffix, end) => {
    fc.assert(
      fc.property(fc.array(content, { minLength: 1, maxLength: 5 }), fc.array(fc.nat()), (codes, cuts) => {
        const splitter = new SerialSplitter(suffix, 50)
        const stream = bytes(codes.map((code) => code + end).join(''))
        const out = pieces(stream, cuts).flatMap((piece) => splitter.push(piece))
        expect(out.map(text)).toEqual(codes)
        expect(splitter.silence()).toEqual([])
      }),
      { numRuns: Math.ceil(runs.numRuns / 10) },
    )
  })

  it('end by silence where the scanner sends no suffix', () => {
    const splitter = new SerialSplitter('auto', 50)
    expect(splitter.push(bytes('4300'))).toEqual([])
    expect(splitter.push(bytes('01'))).toEqual([])
    expect(splitter.idleMs).toBe(50)
    expect(splitter.silence().map(text)).toEqual(['430001'])
  })

  it('are not cut in two by a pause once the scanner is known to send a suffix', () => {
    const splitter = new SerialSplitter('auto', 50)
    splitter.push(bytes('first\r'))
    expect(splitter.push(bytes('4300'))).toEqual([])
    expect(splitter.idleMs).toBeGreaterThan(1000)
    expect(splitter.push(bytes('01\r')).map(text)).toEqual(['430001'])
  })

  it('that break off are said to be incomplete and not given on', () => {
    const splitter = new SerialSplitter('cr', 50)
    splitter.push(bytes('43000119'))
    expect(splitter.silence()).toEqual([{ type: 'incomplete', length: 8 }])
    expect(splitter.push(bytes('next\r')).map(text)).toEqual(['next'])
  })

  it('of several lines stay whole where silence ends them', () => {
    const splitter = new SerialSplitter('none', 50)
    splitter.push(bytes('NAME:甲\r\nTEL:1\r\n'))
    expect(splitter.silence().map(text)).toEqual(['NAME:甲\r\nTEL:1'])
  })

  it.each(['auto', 'crlf', 'none'] as const)(
    'cost no more than one code when a flood comes (%s)',
    (suffix) => {
      const splitter = new SerialSplitter(suffix, 50)
      const flood = new Uint8Array(longestCodeBytes * 3).fill(0x41)
      expect(splitter.push(flood)).toEqual([])
      const ended = suffix === 'none' ? splitter.silence() : splitter.push(bytes('\r\n'))
      expect(ended).toEqual([{ type: 'too-long', length: flood.length + (suffix === 'crlf' ? 1 : 0) }])
      const next =
        suffix === 'none'
          ? [...splitter.push(bytes('ok')), ...splitter.silence()]
          : splitter.push(bytes('ok\r\n'))
      expect(next.map(text)).toEqual(['ok'])
    },
  )

  it('lose nothing and invent nothing, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 30 })), (chunks) => {
        const splitter = new SerialSplitter('auto', 50)
        const frames = [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.silence()]
        const sent = chunks.flatMap((chunk) => [...chunk]).filter((byte) => byte !== 0x0d && byte !== 0x0a)
        const length = frames.reduce(
          (sum, frame) => sum + (frame.type === 'code' ? frame.bytes.length : frame.length),
          0,
        )
        expect(length).toBe(sent.length)
        expect(splitter.isOpen).toBe(false)
      }),
      runs,
    )
  })
})
