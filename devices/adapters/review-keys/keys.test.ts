import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { satisfactions } from '#devices/contract'
import { firstKey } from './keys.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('keys of a pad', () => {
  it('mean what the configuration says, in either direction', () => {
    expect(firstKey(bytes('5'), '54321')).toBe('very-satisfied')
    expect(firstKey(bytes('5'), '12345')).toBe('very-dissatisfied')
    expect(firstKey(bytes('\r\nC\r\n'), 'ABCDE')).toBe('fairly-satisfied')
  })

  it('are one of five levels or nothing, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
        const pressed = firstKey(noise, '54321')
        const first = [...noise].find((byte) => byte >= 0x31 && byte <= 0x35)
        expect(pressed).toBe(first === undefined ? null : satisfactions[0x35 - first])
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2000) },
    )
  })
})
