import { type Bytes, fromBase64Url, owned, toBase64Url } from './bytes.ts'
import type { PacketRecipient } from './header.ts'
import { PacketError } from './packet-error.ts'

/** The terminal's own wrapping key: 32 bytes, AES-256-GCM. */
export interface TerminalPacketKey {
  readonly keyId: string
  readonly key: Uint8Array
}

/** The hub's public encryption key on P-256. */
export interface HubPublicKey {
  readonly keyId: string
  readonly publicKey: { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string }
}

/** The hub's private half, as `crypto.subtle` imported it for ECDH `deriveBits`. */
export interface HubPrivateKey {
  readonly keyId: string
  readonly privateKey: CryptoKey
}

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const
const info = new TextEncoder().encode('yichuang-packet/1/content-key')

function importAes(key: Uint8Array, usages: KeyUsage[]): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', owned(key), 'AES-GCM', false, usages)
}

/** The key that both sides of the ECDH agree on; the ephemeral key is bound in as HKDF's salt. */
async function agreedKey(
  privateKey: CryptoKey,
  publicKey: CryptoKey,
  ephemeralX: string,
): Promise<CryptoKey> {
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: publicKey }, privateKey, 256)
  const material = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: fromBase64Url(ephemeralX), info },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

async function wrap(
  contentKey: Bytes,
  key: CryptoKey,
  intakeId: string,
): Promise<{ nonce: string; wrapped: string }> {
  const nonce = crypto.getRandomValues(new Uint8Array(12))
  const additionalData = new TextEncoder().encode(intakeId)
  const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData }, key, contentKey)
  return { nonce: toBase64Url(nonce), wrapped: toBase64Url(new Uint8Array(bytes)) }
}

async function unwrap(entry: PacketRecipient, key: CryptoKey, intakeId: string): Promise<CryptoKey> {
  const additionalData = new TextEncoder().encode(intakeId)
  try {
    const raw = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: fromBase64Url(entry.nonce), additionalData },
      key,
      fromBase64Url(entry.wrapped),
    )
    return await importAes(new Uint8Array(raw), ['decrypt'])
  } catch (cause) {
    throw new PacketError('packet.cannot-decrypt', 'the content key does not open', { cause })
  }
}

/** Wraps the content key for this terminal. */
export async function wrapForTerminal(
  contentKey: Bytes,
  terminal: TerminalPacketKey,
  intakeId: string,
): Promise<PacketRecipient> {
  const key = await importAes(terminal.key, ['encrypt'])
  return { recipient: 'terminal', keyId: terminal.keyId, ...(await wrap(contentKey, key, intakeId)) }
}

/** Wraps the content key for the hub, under a key pair that is used once and forgotten. */
export async function wrapForHub(
  contentKey: Bytes,
  hub: HubPublicKey,
  intakeId: string,
): Promise<PacketRecipient> {
  const ephemeral = await crypto.subtle.generateKey(curve, true, ['deriveBits'])
  const publicKey = await crypto.subtle.importKey('jwk', { ...hub.publicKey }, curve, false, [])
  const { x, y } = await crypto.subtle.exportKey('jwk', ephemeral.publicKey)
  if (x === undefined || y === undefined) throw new Error('an exported P-256 key has coordinates')
  const key = await agreedKey(ephemeral.privateKey, publicKey, x)
  const sealed = await wrap(contentKey, key, intakeId)
  return { recipient: 'hub', keyId: hub.keyId, ephemeralX: x, ephemeralY: y, ...sealed }
}

/** @throws PacketError `packet.no-key` or `packet.cannot-decrypt`. */
export async function unwrapAtTerminal(
  keys: readonly PacketRecipient[],
  terminal: TerminalPacketKey,
  intakeId: string,
): Promise<CryptoKey> {
  const entry = keys.find((key) => key.recipient === 'terminal' && key.keyId === terminal.keyId)
  if (entry === undefined) throw new PacketError('packet.no-key', 'the packet is not for this terminal')
  return unwrap(entry, await importAes(terminal.key, ['decrypt']), intakeId)
}

/** @throws PacketError `packet.no-key` or `packet.cannot-decrypt`. */
export async function unwrapAtHub(
  keys: readonly PacketRecipient[],
  hub: HubPrivateKey,
  intakeId: string,
): Promise<CryptoKey> {
  const entry = keys.find((key) => key.recipient === 'hub' && key.keyId === hub.keyId)
  if (entry?.recipient !== 'hub') throw new PacketError('packet.no-key', 'the packet is not for this hub')
  let key: CryptoKey
  try {
    const jwk = { kty: 'EC', crv: 'P-256', x: entry.ephemeralX, y: entry.ephemeralY }
    const publicKey = await crypto.subtle.importKey('jwk', jwk, curve, false, [])
    key = await agreedKey(hub.privateKey, publicKey, entry.ephemeralX)
  } catch (cause) {
    throw new PacketError('packet.cannot-decrypt', 'the ephemeral key is not a point of P-256', { cause })
  }
  return unwrap(entry, key, intakeId)
}
