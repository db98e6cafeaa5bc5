import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTransferCode, readTransferCode, transferCode } from './transfer-code.ts'

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 2_000)
const secrets = fc.uint8Array({ minLength: 16, maxLength: 16 })
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

describe('the code of a draft that was handed over', () => {
  it('gives back the secret that it was made of, however it is spaced or written', () => {
    fc.assert(
      fc.property(secrets, fc.constantFrom('', ' ', '-', '  '), fc.boolean(), (secret, space, small) => {
        const code = transferCode(secret).replaceAll('-', space)
        expect(readTransferCode(small ? ` ${code.toLowerCase()}\n` : code)).toEqual(new Uint8Array(secret))
      }),
      { numRuns },
    )
  })

  it('notices one mistaken character, wherever it is', () => {
    fc.assert(
      fc.property(secrets, fc.nat(25), fc.constantFrom(...alphabet), (secret, at, other) => {
        const whole = transferCode(secret).replaceAll('-', '').slice(4)
        const wrong = `${whole.slice(0, at)}${other}${whole.slice(at + 1)}`
        if (wrong !== whole) expect(readTransferCode(`YCT1${wrong}`)).toBeNull()
      }),
      { numRuns },
    )
  })

  it('is not thrown off by anything that is scanned or typed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `YCT1${text}`),
        ),
        (text) => {
          const secret = readTransferCode(text)
          if (secret !== null) expect(readTransferCode(transferCode(secret))).toEqual(secret)
        },
      ),
      { numRuns },
    )
    expect(readTransferCode(`YCT1${'A'.repeat(1_000_000)}`)).toBeNull()
  })

  it('reads O for 0 and I for 1, and takes other codes for what they are', () => {
    const code = transferCode(new Uint8Array(16))
    expect(readTransferCode(code.replace('00000', 'OOOOO'))).toEqual(new Uint8Array(16))
    for (const other of ['YCN1:birth', '430102-T01-20261126-00001-P', 'XYB1.a.b', '']) {
      expect(isTransferCode(other)).toBe(false)
      expect(readTransferCode(other)).toBeNull()
    }
  })
})
