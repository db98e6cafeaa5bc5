import { headOf } from '#sync/audit'
import type { Intake } from '#sync/model'
import { type Bytes, gzip, owned, sha256Hex, toBase64Url } from './bytes.ts'
import { type HubPublicKey, type TerminalPacketKey, wrapForHub, wrapForTerminal } from './content-key.ts'
import { encodePacketHeader, packetHashOf, type PacketHeader, type PacketPart } from './header.ts'
import type { SealedPart } from './packet-file.ts'

/** What a packet is made of. `attachments` holds the bytes of every attachment that the intake names, by its id. */
export interface PacketContent {
  readonly intake: Intake
  readonly attachments: ReadonlyMap<string, Uint8Array>
}

/** A sealed packet that is not signed yet: the terminal's signing key lives elsewhere. */
export interface SealedPacket {
  readonly header: PacketHeader
  readonly headerBytes: Uint8Array
  readonly parts: readonly SealedPart[]
  readonly packetHash: string
}

/** Binds a ciphertext to its packet and its place in it: parts cannot be exchanged, even under one key. */
export function partAdditionalData(intakeId: string, partId: string): Bytes {
  return owned(new TextEncoder().encode(`yichuang-packet/1/${intakeId}/${partId}`))
}

async function sealPart(
  key: CryptoKey,
  intakeId: string,
  part: { id: string; mediaType: string; bytes: Uint8Array; encoding: PacketPart['encoding'] },
): Promise<{ described: PacketPart; sealed: SealedPart }> {
  const nonce = crypto.getRandomValues(new Uint8Array(12))
  const plain = part.encoding === 'gzip' ? await gzip(part.bytes) : owned(part.bytes)
  const additionalData = partAdditionalData(intakeId, part.id)
  const bytes = new Uint8Array(
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData }, key, plain),
  )
  const described = {
    id: part.id,
    mediaType: part.mediaType,
    encoding: part.encoding,
    size: bytes.byteLength,
    sha256: await sha256Hex(bytes),
    nonce: toBase64Url(nonce),
  }
  return { described, sealed: { id: part.id, bytes } }
}

/**
 * 密封: compresses the intake, encrypts it and its attachments under a key of their own, and wraps that key for this
 * terminal and for the hub. The result still wants the terminal's signature over `headerBytes`.
 * @throws RangeError when an attachment that the intake names has no bytes: that would be a fault of the caller.
 */
export async function sealPacket(
  content: PacketContent,
  keys: { readonly terminal: TerminalPacketKey; readonly hub: HubPublicKey },
): Promise<SealedPacket> {
  const { intake, attachments } = content
  const { intakeId } = intake
  const rawKey = crypto.getRandomValues(new Uint8Array(32))
  const key = await crypto.subtle.importKey('raw', rawKey, 'AES-GCM', false, ['encrypt'])
  const json = new TextEncoder().encode(JSON.stringify(intake))
  const sealed = await Promise.all([
    sealPart(key, intakeId, {
      id: 'intake',
      mediaType: 'application/json',
      bytes: json,
      encoding: 'gzip',
    }),
    ...intake.attachments.map(async ({ id, mediaType }) => {
      const bytes = attachments.get(id)
      if (bytes === undefined) throw new RangeError('an attachment of the intake has no bytes')
      return sealPart(key, intakeId, { id, mediaType, bytes, encoding: 'identity' })
    }),
  ])
  const header: PacketHeader = {
    format: 'yichuang-packet',
    version: 1,
    intakeId,
    receiptNumber: intake.receiptNumber,
    siteCode: intake.terminal.siteCode,
    terminalId: intake.terminal.id,
    submittedAt: intake.submittedAt,
    audit: await headOf(intake),
    keys: [
      await wrapForTerminal(rawKey, keys.terminal, intakeId),
      await wrapForHub(rawKey, keys.hub, intakeId),
    ],
    parts: sealed.map((part) => part.described),
  }
  rawKey.fill(0)
  const headerBytes = encodePacketHeader(header)
  const packetHash = await packetHashOf(headerBytes)
  return { header, headerBytes, parts: sealed.map((part) => part.sealed), packetHash }
}
