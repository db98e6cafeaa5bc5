import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDeviceError } from '#devices/contract'
import { splitFingerprints } from './fingerprints.ts'
import { splitBase } from './protocol.ts'

/** An answer to 30 10 whose lengths may lie: three of them, then whatever there is. */
const answer = fc
  .tuple(
    fc.array(fc.constantFrom(0, 1, 256, 512, 1024, 0xffff), { minLength: 3, maxLength: 3 }),
    fc.uint8Array({ maxLength: 40 }),
    fc.nat(2400),
  )
  .map(([lengths, noise, size]) => {
    const bytes = new Uint8Array(size)
    const view = new DataView(bytes.buffer)
    lengths.forEach((length, at) => size >= (at + 1) * 2 && view.setUint16(at * 2, length))
    bytes.set(noise.subarray(0, Math.max(0, size - 6)), Math.min(6, size))
    return bytes
  })

describe('what a reader says that it has read', () => {
  it('is taken apart or refused with its own error, however its lengths lie', () => {
    fc.assert(
      fc.property(answer, (data) => {
        for (const split of [splitFingerprints, splitBase])
          try {
            split(data)
          } catch (error) {
            expect(isDeviceError(error, 'device.protocol')).toBe(true)
          }
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2000) },
    )
  })
})
