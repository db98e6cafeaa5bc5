import { type Draft, draftSchema } from '#sync/model'
import { z } from 'zod'
import { type Bytes, concat, owned, toHex } from './bytes.ts'
import { PacketError } from './packet-error.ts'

/** Largest sealed draft that travels. */
export const maxTransferBytes = 48 * 1024 * 1024

const nonceBytes = 12
const lengthBytes = 4
const encoder = new TextEncoder()

/** A draft with the bytes of its files, by attachment id. */
export interface DraftContent {
  readonly draft: Draft
  readonly files: ReadonlyMap<string, Uint8Array>
}

const headSchema = z.strictObject({
  format: z.literal('yichuang-draft/1'),
  draft: draftSchema,
  files: z.array(z.strictObject({ id: z.string(), size: z.int().min(0) })).max(500),
})

async function derive(secret: Uint8Array, info: string, bits: number): Promise<Bytes> {
  const material = await crypto.subtle.importKey('raw', owned(secret), 'HKDF', false, ['deriveBits'])
  const salt = new Uint8Array(0)
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt, info: encoder.encode(info) }
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, material, bits))
}

/**
 * The name under which the hub keeps a sealed draft, 32 hexadecimal digits. It comes from the same secret as the key, by
 * HKDF under another label: whoever has the code has both, and the hub, which has the name, has neither secret nor key.
 */
export async function transferIdOf(secret: Uint8Array): Promise<string> {
  return toHex(await derive(secret, 'yichuang-draft/1/id', 128))
}

async function keyOf(secret: Uint8Array): Promise<CryptoKey> {
  const raw = await derive(secret, 'yichuang-draft/1/key', 256)
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/**
 * Seals a draft with its files: nonce, then AES-256-GCM over the length of the head, the head, and the files one after
 * the other. @param secret 16 fresh random bytes, used for this draft only
 */
export async function sealDraft(secret: Uint8Array, { draft, files }: DraftContent): Promise<Bytes> {
  const listed = [...files].map(([id, bytes]) => ({ id, size: bytes.byteLength }))
  const head = encoder.encode(JSON.stringify({ format: 'yichuang-draft/1', draft, files: listed }))
  const length = new Uint8Array(lengthBytes)
  new DataView(length.buffer).setUint32(0, head.byteLength)
  const plain = concat([length, head, ...files.values()])
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes))
  const additionalData = encoder.encode(`yichuang-draft/1/${await transferIdOf(secret)}`)
  const cipher = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce, additionalData },
    await keyOf(secret),
    plain,
  )
  return concat([nonce, new Uint8Array(cipher)])
}

async function decrypt(secret: Uint8Array, bytes: Uint8Array): Promise<Bytes> {
  const additionalData = encoder.encode(`yichuang-draft/1/${await transferIdOf(secret)}`)
  try {
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: owned(bytes.slice(0, nonceBytes)), additionalData },
      await keyOf(secret),
      owned(bytes.slice(nonceBytes)),
    )
    return new Uint8Array(plain)
  } catch (cause) {
    throw new PacketError('packet.cannot-decrypt', 'the draft does not open', { cause })
  }
}

/** Opens a sealed draft. @throws PacketError `packet.cannot-decrypt`, or `packet.bad-header` for what is no draft of ours */
export async function openDraft(secret: Uint8Array, bytes: Uint8Array): Promise<DraftContent> {
  const plain = await decrypt(secret, bytes)
  try {
    const length = new DataView(plain.buffer).getUint32(0)
    let at = lengthBytes + length
    const text = new TextDecoder('utf-8', { fatal: true }).decode(plain.subarray(lengthBytes, at))
    const head = headSchema.parse(JSON.parse(text))
    const files = new Map<string, Uint8Array>()
    for (const { id, size } of head.files) {
      files.set(id, plain.slice(at, at + size))
      at += size
    }
    const whole = head.draft.attachments.every(({ id, size }) => files.get(id)?.byteLength === size)
    if (at !== plain.byteLength || !whole) throw new RangeError('the files are not those of the draft')
    return { draft: head.draft, files }
  } catch {
    // The parser's own message would quote the draft.
    throw new PacketError('packet.bad-header', 'the content is no draft of this program')
  }
}
