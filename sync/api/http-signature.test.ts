import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { toBase64Url } from '#sync/packet'
import {
  contentDigest,
  ed25519Verifier,
  type RequestSigner,
  signatureBase,
  SignatureError,
  signRequest,
  verifyRequest,
} from './http-signature.ts'

/** RFC 9421 B.1.4: the Ed25519 key pair of the standard's examples. */
const rfcPublicKey = 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs'
const rfcSeed = 'n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU'

type Headers = Record<string, string>
interface Sent {
  readonly method: string
  readonly path: string
  readonly body: Uint8Array | null
  readonly headers: Headers
}

let signer: RequestSigner
let findKey: Parameters<typeof verifyRequest>[1]

beforeAll(async () => {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
  const publicKey = toBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)))
  const verify = await ed25519Verifier(publicKey)
  signer = {
    keyId: 'T01',
    sign: async (data) =>
      new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, new Uint8Array(data))),
  }
  findKey = (keyId) => Promise.resolve(keyId === 'T01' ? verify : null)
})

async function send(request: Omit<Sent, 'headers'>): Promise<Sent> {
  return { ...request, headers: await signRequest(request, signer) }
}

function reasonOf(request: Sent): Promise<string> {
  return verifyRequest(request, findKey).then(
    () => 'accepted',
    (error: unknown) => (error instanceof SignatureError ? error.reason : `threw ${String(error)}`),
  )
}

describe('the signature base', () => {
  const base = signatureBase(
    [
      { name: 'date', value: 'Tue, 20 Apr 2021 02:07:55 GMT' },
      { name: '@method', value: 'POST' },
      { name: '@path', value: '/foo' },
      { name: '@authority', value: 'example.com' },
      { name: 'content-type', value: 'application/json' },
      { name: 'content-length', value: '18' },
    ],
    '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
  )
  const rfcSignature =
    'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=='

  it('is the one of RFC 9421 B.2.6: its signature verifies', async () => {
    const verify = await ed25519Verifier(rfcPublicKey)
    const signature = new Uint8Array(Buffer.from(rfcSignature, 'base64'))
    expect(await verify(new TextEncoder().encode(base), signature)).toBe(true)
  })

  it('is the one of RFC 9421 B.2.6: signing it gives the signature printed there', async () => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: rfcPublicKey, d: rfcSeed }
    const key = await crypto.subtle.importKey('jwk', jwk, 'Ed25519', false, ['sign'])
    const signature = await crypto.subtle.sign('Ed25519', key, new TextEncoder().encode(base))
    expect(Buffer.from(signature).toString('base64')).toBe(rfcSignature)
  })
})

describe('a content digest', () => {
  it('is the one of RFC 9530 Appendix D.1', async () => {
    expect(await contentDigest(new TextEncoder().encode('{"hello": "world"}\n'))).toBe(
      'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:',
    )
  })
})

describe('a signed request', () => {
  it('is accepted as it was sent, with whom and when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'PUT', 'POST'),
        fc.webPath(),
        fc.option(fc.webQueryParameters(), { nil: null }),
        fc.option(fc.uint8Array({ maxLength: 100 }), { nil: null }),
        async (method, path, query, body) => {
          const whole = `/${path.replace(/^\/+/, '')}${query === null ? '' : `?${query}`}`
          const request = { method, path: whole, body }
          const now = new Date('2026-11-23T09:00:00.000Z')
          const headers = await signRequest(request, signer, { now, nonce: 'abcdefghijklmnop' })
          expect(await verifyRequest({ ...request, headers }, findKey)).toEqual({
            keyId: 'T01',
            nonce: 'abcdefghijklmnop',
            created: now,
          })
        },
      ),
      { numRuns: 50 },
    )
  })

  it('never uses a nonce twice', async () => {
    const inputs = await Promise.all(
      Array.from(
        { length: 50 },
        async () => (await send({ method: 'GET', path: '/feed', body: null })).headers,
      ),
    )
    expect(new Set(inputs.map((headers) => headers['signature-input'])).size).toBe(50)
  })

  it('is refused when method, path, query or body are others than were signed', async () => {
    const body = new TextEncoder().encode('{"a":1}')
    const sent = await send({ method: 'PUT', path: '/intakes/1?x=1', body })
    const other = new TextEncoder().encode('{"a":2}')
    expect(await reasonOf({ ...sent, method: 'POST' })).toBe('wrong-signature')
    expect(await reasonOf({ ...sent, path: '/intakes/2?x=1' })).toBe('wrong-signature')
    expect(await reasonOf({ ...sent, path: '/intakes/1?x=2' })).toBe('wrong-signature')
    expect(await reasonOf({ ...sent, path: '/intakes/1' })).toBe('wrong-signature')
    expect(await reasonOf({ ...sent, body: other })).toBe('digest')
    const digest = await contentDigest(other)
    expect(
      await reasonOf({ ...sent, body: other, headers: { ...sent.headers, 'content-digest': digest } }),
    ).toBe('wrong-signature')
  })

  it('is refused when a body was added to it or taken from it', async () => {
    const bare = await send({ method: 'POST', path: '/intakes/1/commit', body: null })
    const added = new Uint8Array([1])
    expect(await reasonOf({ ...bare, body: added })).toBe('digest')
    const digest = await contentDigest(added)
    expect(
      await reasonOf({ ...bare, body: added, headers: { ...bare.headers, 'content-digest': digest } }),
    ).toBe('malformed')
    const full = await send({ method: 'PUT', path: '/intakes/1', body: added })
    expect(await reasonOf({ ...full, body: null })).toBe('malformed')
  })

  it('is refused when its key is not known, or is that of another terminal', async () => {
    const sent = await send({ method: 'GET', path: '/feed', body: null })
    const input = sent.headers['signature-input'] as string
    const foreign = { ...sent.headers, 'signature-input': input.replace('"T01"', '"T02"') }
    expect(await reasonOf({ ...sent, headers: foreign })).toBe('wrong-key')
    const verify = await ed25519Verifier(rfcPublicKey)
    await expect(verifyRequest(sent, () => Promise.resolve(verify))).rejects.toMatchObject({
      reason: 'wrong-signature',
    })
  })

  it('cannot smuggle in parameters that were not signed', async () => {
    const sent = await send({ method: 'GET', path: '/feed', body: null })
    const input = sent.headers['signature-input'] as string
    const signed = input.slice('terminal='.length)
    const newer = signed.replace(/nonce="[^"]+"/, 'nonce="zzzzzzzzzzzzzzzzzz"')
    for (const forged of [
      `terminal=${newer}`,
      `other=${signed}, terminal=${newer}`,
      `terminal=${signed}, terminal=${newer}`,
      `terminal=${newer}, other=${signed}`,
      `terminal=${signed};created=1`,
    ]) {
      expect(
        await reasonOf({ ...sent, headers: { ...sent.headers, 'signature-input': forged } }),
        forged,
      ).not.toBe('accepted')
    }
  })

  it('is told apart from one that is not signed or cannot be read, whatever the headers hold', async () => {
    const request = { method: 'GET', path: '/feed', body: null }
    expect(await reasonOf({ ...request, headers: {} })).toBe('missing')
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 200 }),
        fc.string({ maxLength: 200 }),
        async (input, signature) => {
          const verdict = await reasonOf({ ...request, headers: { 'signature-input': input, signature } })
          expect(verdict).toBe('malformed')
        },
      ),
      { numRuns: 300 },
    )
  })
})
