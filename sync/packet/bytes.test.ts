import { describe, expect, it, vi } from 'vitest'
import { sha256Hex } from './bytes.ts'

const abc = new TextEncoder().encode('abc')
/** FIPS 180-4, the example of one block. */
const digestOfAbc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

describe('the digest of bytes', () => {
  it('is that of FIPS 180-4, also of a view into something larger', async () => {
    expect(await sha256Hex(abc)).toBe(digestOfAbc)
    const larger = new TextEncoder().encode('xxabcxx')
    expect(await sha256Hex(larger.subarray(2, 5))).toBe(digestOfAbc)
  })

  it('is the same where there is no Node, as in the page', async () => {
    vi.stubGlobal('process', undefined)
    vi.resetModules()
    const inPage = await import('./bytes.ts')
    vi.unstubAllGlobals()
    const random = crypto.getRandomValues(new Uint8Array(10_000))
    expect(await inPage.sha256Hex(abc)).toBe(digestOfAbc)
    expect(await inPage.sha256Hex(random)).toBe(await sha256Hex(random))
  })
})
