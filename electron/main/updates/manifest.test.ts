import { generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readManifest, signedBytes } from './manifest.ts'

const pair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  return { raw, sign: (bytes: Uint8Array) => sign(null, signedBytes(bytes), privateKey), privateKey }
}

const maker = pair()
const text = (change: object = {}): Buffer =>
  Buffer.from(
    JSON.stringify({
      schema: 1,
      product: 'yichuang',
      serial: 3,
      validUntil: '2027-03-01T00:00:00Z',
      releases: [
        {
          version: '0.2.0',
          from: '0.1.0',
          offered: {
            pilot: '2027-01-01T00:00:00Z',
            early: '2027-01-08T00:00:00Z',
            general: '2027-01-15T00:00:00Z',
          },
          packages: [{ arch: 'amd64', file: 'yichuang_0.2.0_amd64.deb', bytes: 9, sha256: '0'.repeat(64) }],
          ...change,
        },
      ],
    }),
  )
const read = (bytes: Uint8Array) => readManifest(bytes, maker.sign(bytes), [maker.raw])

describe('a manifest of updates', () => {
  it('is read when a pinned key has signed it, also when two keys are pinned', () => {
    expect(read(text())).toHaveProperty('manifest.serial', 3)
    expect(readManifest(text(), maker.sign(text()), [pair().raw, maker.raw])).toHaveProperty('manifest')
  })

  it('is not believed with any one bit changed, in it or in its signature', () => {
    const bytes = text()
    const signature = maker.sign(bytes)
    const flip = (from: Uint8Array, bit: number): Buffer => {
      const changed = Buffer.from(from)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      return changed
    }
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), fc.nat(signature.length * 8 - 1), (inText, inSignature) => {
        const wrong = { distrust: 'signature-wrong' }
        expect(readManifest(flip(bytes, inText), signature, [maker.raw])).toEqual(wrong)
        expect(readManifest(bytes, flip(signature, inSignature), [maker.raw])).toEqual(wrong)
      }),
      { numRuns: 300 },
    )
  })

  it('is not believed from a stranger, without a key, or signed as something else', () => {
    const bytes = text()
    const wrong = { distrust: 'signature-wrong' }
    expect(readManifest(bytes, pair().sign(bytes), [maker.raw])).toEqual(wrong)
    expect(readManifest(bytes, maker.sign(bytes), [])).toEqual(wrong)
    expect(readManifest(bytes, sign(null, bytes, maker.privateKey), [maker.raw])).toEqual(wrong)
  })

  it.each<[string, object]>([
    [
      'a package elsewhere',
      { packages: [{ arch: 'amd64', file: '../x.deb', bytes: 1, sha256: '0'.repeat(64) }] },
    ],
    [
      'a package at an address',
      { packages: [{ arch: 'amd64', file: 'http://x/y.deb', bytes: 1, sha256: '0'.repeat(64) }] },
    ],
    ['a release that comes from a newer one', { from: '0.3.0' }],
    ['a version that is none', { version: '0.2.0-beta' }],
    [
      'everybody before the pilots',
      {
        offered: {
          pilot: '2027-02-01T00:00:00Z',
          early: '2027-01-08T00:00:00Z',
          general: '2027-01-15T00:00:00Z',
        },
      },
    ],
    ['words that this program does not know', { force: true }],
  ])('is refused though signed, with %s', (_what, change) => {
    expect(read(text(change))).toEqual({ distrust: 'content-invalid' })
  })

  it('is not even looked at when it is too large', () => {
    const bytes = Buffer.alloc(300 * 1_024, ' ')
    expect(read(bytes)).toEqual({ distrust: 'too-large' })
  })
})
