import { auditHeadSchema } from '#sync/model'
import { z } from 'zod'
import { sha256Hex } from './bytes.ts'
import { PacketError } from './packet-error.ts'

/** Largest header: a hundred parts take a fifth of it. */
export const maxHeaderBytes = 256 * 1024
/** Largest part: an uncompressed A3 colour page at 300 dpi fits. */
export const maxPartBytes = 64 * 1024 * 1024

const base64Url = (length: number) => z.string().regex(new RegExp(`^[A-Za-z0-9_-]{${length}}$`))

/** Nonces are 12 bytes, wrapped content keys 32 + 16 bytes of tag. */
const nonce = base64Url(16)
const wrapped = base64Url(64)

/** A content key, wrapped for one who may open what it seals. */
export const recipientSchema = z.discriminatedUnion('recipient', [
  /** This terminal itself: AES-256-GCM under its packet key. What a lost database is rebuilt with. */
  z.strictObject({ recipient: z.literal('terminal'), keyId: z.string().min(1).max(100), nonce, wrapped }),
  /** The hub: ECDH on P-256 with an ephemeral key, HKDF-SHA-256, AES-256-GCM. */
  z.strictObject({
    recipient: z.literal('hub'),
    keyId: z.string().min(1).max(100),
    ephemeralX: base64Url(43),
    ephemeralY: base64Url(43),
    nonce,
    wrapped,
  }),
])

/** One encrypted part: its size and digest are of the ciphertext, so that whoever carries it can check it. */
export const packetPartSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  mediaType: z.string().min(1).max(100),
  encoding: z.enum(['gzip', 'identity']),
  size: z.int().min(16).max(maxPartBytes),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  nonce,
})

/** The header of a packet. Nothing in it speaks of a person: the number is a handle, the rest are places and digests. */
export const packetHeaderSchema = z.strictObject({
  format: z.literal('yichuang-packet'),
  version: z.literal(1),
  intakeId: z.uuid(),
  receiptNumber: z.string().min(1).max(60),
  siteCode: z.string().regex(/^\d{6}$/),
  terminalId: z.string().min(1).max(20),
  submittedAt: z.iso.datetime({ offset: true }),
  /** Head of the intake's own history; packets of before have none. */
  audit: auditHeadSchema.optional(),
  keys: z.array(recipientSchema).min(1).max(4),
  parts: z
    .array(packetPartSchema)
    .min(1)
    .max(200)
    .refine((parts) => new Set(parts.map((part) => part.id)).size === parts.length, 'part ids repeat')
    .refine((parts) => parts[0]?.id === 'intake', 'the first part must be the intake'),
})

export type PacketHeader = z.infer<typeof packetHeaderSchema>
export type PacketPart = z.infer<typeof packetPartSchema>
export type PacketRecipient = PacketHeader['keys'][number]

/** The header as bytes, once; from then on the bytes themselves are what is signed, hashed and carried. */
export function encodePacketHeader(header: PacketHeader): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(header))
}

/** @throws PacketError `packet.bad-header`. */
export function parsePacketHeader(headerBytes: Uint8Array): PacketHeader {
  if (headerBytes.byteLength > maxHeaderBytes)
    throw new PacketError('packet.bad-header', 'the header is too long')
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(headerBytes)
    return packetHeaderSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new PacketError('packet.bad-header', 'the header is not of the schema', { cause })
  }
}

/** 整包哈希: SHA-256 of the header, which holds the digests of all parts; the packet's name everywhere. */
export function packetHashOf(headerBytes: Uint8Array): Promise<string> {
  return sha256Hex(headerBytes)
}
