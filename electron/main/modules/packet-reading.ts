import type { FileHandle } from 'node:fs/promises'
import { packetPrefixBytes, parsePacketHeader, placeOfPart, readPacketPrefix, verifyPart } from '#sync/packet'

async function readRange(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const range = new Uint8Array(length)
  const { bytesRead } = await handle.read(range, 0, length, offset)
  if (bytesRead !== length) throw new RangeError('the file ends before its time')
  return range
}

/** A packet file's header, without its scans. @throws PacketError, RangeError or the system's error. */
export async function readPacketHeader(handle: FileHandle): Promise<Uint8Array> {
  const { headerOffset, headerLength } = readPacketPrefix(await readRange(handle, 0, packetPrefixBytes))
  return readRange(handle, headerOffset, headerLength)
}

/** One part of a packet file, checked against its digest. @throws PacketError, RangeError or the system's error. */
export async function readPacketPart(handle: FileHandle, partId: string): Promise<Uint8Array> {
  const headerBytes = await readPacketHeader(handle)
  const place = placeOfPart(headerBytes.byteLength, parsePacketHeader(headerBytes), partId)
  if (place === null) throw new RangeError('the packet has no such part')
  const bytes = await readRange(handle, place.offset, place.described.size)
  await verifyPart(place.described, bytes)
  return bytes
}
