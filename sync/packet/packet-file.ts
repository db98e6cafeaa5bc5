import { concat } from './bytes.ts'
import { maxHeaderBytes, type PacketHeader, type PacketPart, parsePacketHeader } from './header.ts'
import { PacketError } from './packet-error.ts'

/*
 *  0      4     6             10                 10+n            74+n
 *  ┌──────┬─────┬─────────────┬──────────────────┬───────────────┬────────┬────────┬───
 *  │ YCPK │ u16 │ u32 n, BE   │ header, n bytes  │ Ed25519, 64 B │ part 1 │ part 2 │ …
 *  └──────┴─────┴─────────────┴──────────────────┴───────────────┴────────┴────────┴───
 *   magic  version             JSON, UTF-8         over the header  ciphertexts, in the header's order
 */
const magic = [0x59, 0x43, 0x50, 0x4b] as const
const fileVersion = 1
/** Bytes before the header. */
export const packetPrefixBytes = 10
const signatureBytes = 64

/** An encrypted part with its id. */
export interface SealedPart {
  readonly id: string
  readonly bytes: Uint8Array
}

/** A packet file, taken apart and with its lengths checked; nothing is verified yet. */
export interface DecodedPacket {
  readonly header: PacketHeader
  readonly headerBytes: Uint8Array
  readonly signature: Uint8Array
  readonly parts: readonly SealedPart[]
}

/** Puts a signed packet together as one file. */
export function encodePacketFile(
  headerBytes: Uint8Array,
  signature: Uint8Array,
  parts: readonly SealedPart[],
): Uint8Array {
  if (signature.byteLength !== signatureBytes) throw new RangeError('an Ed25519 signature has 64 bytes')
  const prefix = new Uint8Array(packetPrefixBytes)
  prefix.set(magic)
  const view = new DataView(prefix.buffer)
  view.setUint16(4, fileVersion)
  view.setUint32(6, headerBytes.byteLength)
  return concat([prefix, headerBytes, signature, ...parts.map((part) => part.bytes)])
}

/**
 * Where the header lies, from the first ten bytes: enough to list packets without reading their scans.
 * @throws PacketError `packet.not-a-packet` or `packet.bad-header`.
 */
export function readPacketPrefix(file: Uint8Array): { headerOffset: number; headerLength: number } {
  if (file.byteLength < packetPrefixBytes || magic.some((byte, index) => file[index] !== byte)) {
    throw new PacketError('packet.not-a-packet', 'the file does not begin like a packet')
  }
  const view = new DataView(file.buffer, file.byteOffset, packetPrefixBytes)
  if (view.getUint16(4) !== fileVersion) {
    throw new PacketError('packet.not-a-packet', 'the file is of a version that this program does not know')
  }
  const headerLength = view.getUint32(6)
  if (headerLength > maxHeaderBytes) throw new PacketError('packet.bad-header', 'the header is too long')
  return { headerOffset: packetPrefixBytes, headerLength }
}

/**
 * Where a part's ciphertext lies in its file, and what the header says of it; null when the packet has no such part.
 * @param headerLength bytes of the header as it was written
 */
export function placeOfPart(
  headerLength: number,
  { parts }: Pick<PacketHeader, 'parts'>,
  partId: string,
): { offset: number; described: PacketPart } | null {
  let offset = packetPrefixBytes + headerLength + signatureBytes
  for (const described of parts) {
    if (described.id === partId) return { offset, described }
    offset += described.size
  }
  return null
}

/**
 * Takes a packet file apart. Bounded by the file's own size: lengths are checked before anything is read.
 * @throws PacketError `packet.not-a-packet`, `packet.bad-header` or `packet.wrong-size`.
 */
export function decodePacketFile(file: Uint8Array): DecodedPacket {
  const { headerOffset, headerLength } = readPacketPrefix(file)
  const headerEnd = headerOffset + headerLength
  if (file.byteLength < headerEnd + signatureBytes) {
    throw new PacketError('packet.wrong-size', 'the file ends within its header')
  }
  const headerBytes = file.slice(headerOffset, headerEnd)
  const header = parsePacketHeader(headerBytes)
  const expected = header.parts.reduce((size, part) => size + part.size, headerEnd + signatureBytes)
  if (file.byteLength !== expected) {
    throw new PacketError(
      'packet.wrong-size',
      `the file has ${file.byteLength} bytes, its header says ${expected}`,
    )
  }
  let offset = headerEnd + signatureBytes
  const parts = header.parts.map(({ id, size }) => {
    const bytes = file.subarray(offset, offset + size)
    offset += size
    return { id, bytes }
  })
  return { header, headerBytes, signature: file.slice(headerEnd, headerEnd + signatureBytes), parts }
}
