import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc16, encodeWriteCoil, judgeReply } from './protocol.ts'

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))

describe('Modbus RTU', () => {
  it('has the check value that every description of CRC-16/MODBUS gives', () => {
    expect(crc16(new TextEncoder().encode('123456789'))).toBe(0x4b37)
  })
  it('writes a coil', () => {
    // The request of the protocol's own example, coil 173 of device 17, with its CRC.
    expect(encodeWriteCoil(0x11, 0xac, true)).toEqual(hex('110500acff004e8b'))
    expect(encodeWriteCoil(1, 0, true)).toEqual(hex('01050000ff008c3a'))
    expect(encodeWriteCoil(1, 0, false)).toEqual(hex('010500000000cdca'))
  })
})

describe('a reply', () => {
  const request = encodeWriteCoil(1, 0, true)

  it('is good only as the same bytes, whole', () => {
    expect(judgeReply(request, request)).toEqual({ type: 'done' })
    expect(judgeReply(request, request.subarray(0, 7))).toEqual({ type: 'incomplete' })
    expect(judgeReply(request, encodeWriteCoil(1, 1, true))).toEqual({ type: 'wrong' })
    expect(judgeReply(request, encodeWriteCoil(1, 0, false))).toEqual({ type: 'wrong' })
  })
  it('may be an exception with its code', () => {
    expect(judgeReply(request, hex('018502c351'))).toEqual({ type: 'exception', code: 2 })
    expect(judgeReply(request, hex('018502c350'))).toEqual({ type: 'wrong' })
  })
  it('with any byte changed is not good', () => {
    fc.assert(
      fc.property(fc.nat(7), fc.integer({ min: 1, max: 255 }), fc.nat(255), (at, change, address) => {
        const sent = encodeWriteCoil(address, 3, true)
        const received = Uint8Array.from(sent)
        received[at] = (received[at] ?? 0) ^ change
        expect(judgeReply(sent, received).type).not.toBe('done')
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2000) },
    )
  })
  it('of noise is never good', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => {
        expect(judgeReply(request, noise).type).not.toBe('done')
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2000) },
    )
  })
})
