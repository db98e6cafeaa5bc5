import type { FileHandle } from 'node:fs/promises'
import { partOffset, parsePacketHeader, readPacketPrefix, verifyPart } from '#sync/packet'

const prefixBytes = 10

async function readRange(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const range = new Uint8Array(length)
  const { bytesRead } = await handle.read(range, 0, length, offset)
  if (bytesRead !== length) throw new RangeError('the file ends before its time')
  return range
}

/** A packet file's header, without its scans. @throws PacketError, RangeError or the system's error. */
export async function readPacketHeader(
  handle: FileHandle,
): Promise<{ headerBytes: Uint8Array; headerOffset: number }> {
  const { headerOffset, headerLength } = readPacketPrefix(await readRange(handle, 0, prefixBytes))
  return { headerBytes: await readRange(handle, headerOffset, headerLength), headerOffset }
}

/** One part of a packet file, checked against its digest. @throws PacketError, RangeError or the system's error. */
export async function readPacketPart(handle: FileHandle, partId: string): Promise<Uint8Array> {
  const { headerBytes } = await readPacketHeader(handle)
  const header = parsePacketHeader(headerBytes)
  const described = header.parts.find(({ id }) => id === partId)
  if (described === undefined) throw new RangeError('the packet has no such part')
  const offset = partOffset(headerBytes.byteLength, header, partId)
  const bytes = await readRange(handle, offset, described.size)
  await verifyPart(described, bytes)
  return bytes
}
