import { type Intake, intakeSchema } from '#sync/model'
import { fromBase64Url, gunzip, owned, sha256Hex } from './bytes.ts'
import { type HubPrivateKey, type TerminalPacketKey, unwrapAtHub, unwrapAtTerminal } from './content-key.ts'
import type { PacketHeader, PacketPart } from './header.ts'
import { PacketError } from './packet-error.ts'
import type { DecodedPacket, SealedPart } from './packet-file.ts'
import { type PacketContent, partAdditionalData } from './seal.ts'

/** An intake's JSON is some ten kilobytes; a packet that expands to more than this is hostile. */
const maxIntakeBytes = 8 * 1024 * 1024

/** Checks an Ed25519 signature with a key that the caller trusts. */
export type VerifySignature = (data: Uint8Array, signature: Uint8Array) => Promise<boolean>

/** Who opens the packet. */
export type PacketOpener =
  | { readonly as: 'terminal'; readonly key: TerminalPacketKey }
  | { readonly as: 'hub'; readonly key: HubPrivateKey }

/** Whether a ciphertext is the one that the header speaks of. @throws PacketError `packet.wrong-size` or `packet.wrong-digest`. */
export async function verifyPart(described: PacketPart, bytes: Uint8Array): Promise<void> {
  if (bytes.byteLength !== described.size) {
    throw new PacketError(
      'packet.wrong-size',
      `part ${described.id} has ${bytes.byteLength} bytes, not ${described.size}`,
    )
  }
  if ((await sha256Hex(bytes)) !== described.sha256) {
    throw new PacketError('packet.wrong-digest', `part ${described.id} does not have its digest`)
  }
}

/**
 * Checks everything that can be checked without a key to open it: the signature and every part's digest.
 * @throws PacketError `packet.wrong-signature`, `packet.wrong-size` or `packet.wrong-digest`.
 */
export async function verifyPacket(packet: DecodedPacket, verifySignature: VerifySignature): Promise<void> {
  if (!(await verifySignature(packet.headerBytes, packet.signature))) {
    throw new PacketError('packet.wrong-signature', 'the header was not signed by this terminal')
  }
  for (const [index, described] of packet.header.parts.entries()) {
    await verifyPart(described, (packet.parts[index] as SealedPart).bytes)
  }
}

function openPart(key: CryptoKey, packet: DecodedPacket, index: number): Promise<Uint8Array> {
  const { bytes } = packet.parts[index] as SealedPart
  return decryptPart(key, packet.header.intakeId, packet.header.parts[index] as PacketPart, bytes)
}

async function decryptPart(
  key: CryptoKey,
  intakeId: string,
  described: PacketPart,
  bytes: Uint8Array,
): Promise<Uint8Array> {
  const iv = fromBase64Url(described.nonce)
  const additionalData = partAdditionalData(intakeId, described.id)
  try {
    const plain = new Uint8Array(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, owned(bytes)),
    )
    return described.encoding === 'gzip' ? await gunzip(plain, maxIntakeBytes) : plain
  } catch (cause) {
    throw new PacketError('packet.cannot-decrypt', `part ${described.id} does not open`, { cause })
  }
}

function parseIntake(json: Uint8Array, packet: DecodedPacket): Intake {
  let intake: Intake
  try {
    intake = intakeSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json)))
  } catch (cause) {
    throw new PacketError('packet.bad-content', 'the first part is not an intake', { cause })
  }
  const { header } = packet
  const same =
    intake.intakeId === header.intakeId &&
    intake.receiptNumber === header.receiptNumber &&
    intake.terminal.id === header.terminalId &&
    intake.terminal.siteCode === header.siteCode
  if (!same) throw new PacketError('packet.bad-content', 'the intake is not the one of the header')
  return intake
}

/**
 * Decrypts the intake alone, for who needs its values and not its scans.
 * @throws PacketError `packet.no-key`, `packet.cannot-decrypt` or `packet.bad-content`.
 */
export async function openIntake(packet: DecodedPacket, opener: PacketOpener): Promise<Intake> {
  return parseIntake(await openPart(await contentKeyOf(packet, opener), packet, 0), packet)
}

/**
 * Decrypts one part by itself, for who needs one paper of many.
 * @param bytes the part's ciphertext, as it came
 * @throws PacketError `packet.no-key`, `packet.cannot-decrypt`, or `packet.bad-content` for a part that the header lacks.
 */
export async function openOnePart(
  header: PacketHeader,
  partId: string,
  bytes: Uint8Array,
  opener: PacketOpener,
): Promise<Uint8Array> {
  const described = header.parts.find(({ id }) => id === partId)
  if (described === undefined) throw new PacketError('packet.bad-content', 'the packet has no such part')
  return decryptPart(await contentKeyOf({ header }, opener), header.intakeId, described, bytes)
}

function contentKeyOf(packet: Pick<DecodedPacket, 'header'>, opener: PacketOpener): Promise<CryptoKey> {
  const { keys, intakeId } = packet.header
  return opener.as === 'terminal'
    ? unwrapAtTerminal(keys, opener.key, intakeId)
    : unwrapAtHub(keys, opener.key, intakeId)
}

/**
 * 开封: decrypts the intake and its attachments. Verify first: opening proves who can read it, not who wrote it.
 * @throws PacketError `packet.no-key`, `packet.cannot-decrypt` or `packet.bad-content`.
 */
export async function openPacket(packet: DecodedPacket, opener: PacketOpener): Promise<PacketContent> {
  const key = await contentKeyOf(packet, opener)
  const intake = parseIntake(await openPart(key, packet, 0), packet)
  const attachments = new Map<string, Uint8Array>()
  for (const [index, part] of packet.header.parts.entries()) {
    if (index > 0) attachments.set(part.id, await openPart(key, packet, index))
  }
  const missing = intake.attachments.find((attachment) => !attachments.has(attachment.id))
  if (missing !== undefined)
    throw new PacketError('packet.bad-content', 'an attachment of the intake is missing')
  return { intake, attachments }
}
