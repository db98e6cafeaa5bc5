import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Intake } from '#sync/model'
import {
  decodePacketFile,
  encodePacketFile,
  type HubPrivateKey,
  type HubPublicKey,
  openPacket,
  PacketError,
  packetHashOf,
  type PacketContent,
  sealPacket,
  verifyPacket,
} from './index.ts'

const terminal = { keyId: 'k1', key: new Uint8Array(32).fill(7) }
const fuzzRuns = Number(process.env['FUZZ_RUNS'] ?? 2000)

interface Keys {
  hubPublic: HubPublicKey
  hubPrivate: HubPrivateKey
  sign(data: Uint8Array): Promise<Uint8Array>
  verify(data: Uint8Array, signature: Uint8Array): Promise<boolean>
}

async function makeKeys(): Promise<Keys> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
  const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  const signer = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair
  return {
    hubPublic: { keyId: 'h1', publicKey: { kty: 'EC', crv: 'P-256', x: x as string, y: y as string } },
    hubPrivate: { keyId: 'h1', privateKey: pair.privateKey },
    sign: async (data) =>
      new Uint8Array(await crypto.subtle.sign('Ed25519', signer.privateKey, new Uint8Array(data))),
    verify: (data, signature) =>
      crypto.subtle.verify('Ed25519', signer.publicKey, new Uint8Array(signature), new Uint8Array(data)),
  }
}

function contentOf(files: Uint8Array[], name = '赵试样'): PacketContent {
  const attachments = files.map((bytes, index) => ({
    id: `scan-${index}`,
    kind: 'scan' as const,
    mediaType: 'image/png',
    size: bytes.byteLength,
    sha256: '0'.repeat(64),
    label: `材料 ${index}`,
  }))
  const at = '2026-11-23T09:00:00.000Z'
  const intake: Intake = {
    schema: 1,
    intakeId: '019aaaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee',
    receiptNumber: '430102-T01-20261123-00001-X',
    themeId: 'birth',
    catalogueVersion: '1',
    answers: { marriage: 'married' },
    values: { 'mother.name': { value: name, source: 'typed' } },
    matters: ['birth-certificate'],
    materials: [],
    attachments,
    signature: {
      signer: 'mother',
      image: 'scan-0',
      statement: '属实',
      signedDigest: '0'.repeat(64),
      signedAt: at,
    },
    operator: { id: '1001', name: '演示员' },
    terminal: { id: 'T01', siteCode: '430102' },
    startedAt: at,
    submittedAt: at,
    audit: [],
    overrides: [],
    representation: null,
    supplement: null,
  }
  return { intake, attachments: new Map(files.map((bytes, index) => [`scan-${index}`, bytes])) }
}

describe('a sealed packet', () => {
  let keys: Keys
  let file: Uint8Array
  const content = contentOf([
    new Uint8Array([1, 2, 3]),
    new TextEncoder().encode('赵试样 430102199001011234'),
  ])

  beforeAll(async () => {
    keys = await makeKeys()
    const sealed = await sealPacket(content, { terminal, hub: keys.hubPublic })
    file = encodePacketFile(sealed.headerBytes, await keys.sign(sealed.headerBytes), sealed.parts)
  })

  it('gives the terminal and the hub back exactly what was sealed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 3 }), async (files) => {
        const wanted = contentOf(files)
        const sealed = await sealPacket(wanted, { terminal, hub: keys.hubPublic })
        const packet = decodePacketFile(
          encodePacketFile(sealed.headerBytes, await keys.sign(sealed.headerBytes), sealed.parts),
        )
        await verifyPacket(packet, keys.verify)
        expect(await openPacket(packet, { as: 'terminal', key: terminal })).toEqual(wanted)
        expect(await openPacket(packet, { as: 'hub', key: keys.hubPrivate })).toEqual(wanted)
        expect(await packetHashOf(packet.headerBytes)).toBe(sealed.packetHash)
      }),
      { numRuns: 25 },
    )
  })

  it('shows no name and no number to whoever carries it', () => {
    const carried = Buffer.from(file)
    for (const text of ['赵试样', '430102199001011234', '出生']) {
      expect(carried.includes(Buffer.from(text, 'utf8'))).toBe(false)
      expect(carried.includes(Buffer.from(text, 'utf16le'))).toBe(false)
    }
  })

  it('opens for no other terminal and no other hub', async () => {
    const packet = decodePacketFile(file)
    const otherKey = { keyId: 'k1', key: new Uint8Array(32).fill(8) }
    await expect(openPacket(packet, { as: 'terminal', key: otherKey })).rejects.toMatchObject({
      code: 'packet.cannot-decrypt',
    })
    const stranger = { keyId: 'k2', key: terminal.key }
    await expect(openPacket(packet, { as: 'terminal', key: stranger })).rejects.toMatchObject({
      code: 'packet.no-key',
    })
    const { hubPrivate } = await makeKeys()
    await expect(openPacket(packet, { as: 'hub', key: hubPrivate })).rejects.toMatchObject({
      code: 'packet.cannot-decrypt',
    })
  })

  it('is refused when it was signed by another terminal', async () => {
    const { verify } = await makeKeys()
    await expect(verifyPacket(decodePacketFile(file), verify)).rejects.toMatchObject({
      code: 'packet.wrong-signature',
    })
  })

  it('is refused after the change of any single byte', async () => {
    const step = Math.max(1, Math.floor(file.byteLength / 400))
    for (let index = 0; index < file.byteLength; index += step) {
      const changed = new Uint8Array(file)
      changed[index] = (changed[index] as number) ^ 0x01
      const verdict = await Promise.resolve()
        .then(() => verifyPacket(decodePacketFile(changed), keys.verify))
        .then(
          () => 'accepted',
          (error: unknown) => (error instanceof PacketError ? 'refused' : `threw ${String(error)}`),
        )
      expect(verdict, `byte ${index}`).toBe('refused')
    }
  })

  it('is refused when it is cut short or something follows it', () => {
    for (let length = 0; length < file.byteLength; length += 7) {
      expect(() => decodePacketFile(file.subarray(0, length)), `${length} bytes`).toThrow(PacketError)
    }
    expect(() => decodePacketFile(Buffer.concat([file, Buffer.from([0])]))).toThrow(PacketError)
  })

  it('does not believe a header length that the file does not have', () => {
    const hostile = new Uint8Array(file)
    new DataView(hostile.buffer).setUint32(6, 0xffffffff)
    expect(() => decodePacketFile(hostile)).toThrow(PacketError)
  })

  it('throws nothing but its own error for any bytes', () => {
    const mutated = fc
      .array(fc.record({ at: fc.nat({ max: file.byteLength - 1 }), byte: fc.nat({ max: 255 }) }), {
        minLength: 1,
        maxLength: 30,
      })
      .map((changes) => {
        const bytes = new Uint8Array(file)
        for (const { at, byte } of changes) bytes[at % 120 === 0 ? at % 80 : at] = byte
        return bytes
      })
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        try {
          decodePacketFile(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(PacketError)
        }
      }),
      { numRuns: fuzzRuns },
    )
  })
})
