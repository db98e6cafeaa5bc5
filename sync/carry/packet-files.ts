import { open, readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import {
  decodePacketFile,
  type DecodedPacket,
  packetHashOf,
  PacketError,
  type PacketHeader,
  packetPrefixBytes,
  parsePacketHeader,
  readPacketPrefix,
  type VerifySignature,
  verifyPacket,
} from '#sync/packet'

/** A packet file, by what stands in its header; nothing of a person is in there. */
export interface ListedPacket {
  readonly file: string
  readonly header: PacketHeader
  readonly packetHash: string
  readonly bytes: number
  /** The hub has taken exactly this one: the terminal has noted it beside the file. */
  readonly delivered: boolean
}

/** A file that bears a packet's name and is none, or not the one that was sealed. */
export interface DamagedFile {
  readonly file: string
  /** A code of `PacketError`, or `packet.unreadable`. */
  readonly code: string
  readonly message: string
}

export interface Listing {
  readonly packets: readonly ListedPacket[]
  readonly damaged: readonly DamagedFile[]
}

/** Why a file could not be used, in the packet's own codes. */
export function damageOf(file: string, error: unknown): DamagedFile {
  const message = error instanceof Error ? error.message : String(error)
  return { file, code: error instanceof PacketError ? error.code : 'packet.unreadable', message }
}

/** The packet files at a path: itself, or those in the folder. Files that are still being written have other names. */
export async function packetFilesAt(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path]
  const names = await readdir(path)
  return names
    .filter((name) => name.endsWith('.ycpk'))
    .sort()
    .map((name) => join(path, name))
}

/** Lists packets by their headers, without reading their scans; oldest number first. */
export async function listPackets(path: string): Promise<Listing> {
  const packets: ListedPacket[] = []
  const damaged: DamagedFile[] = []
  for (const file of await packetFilesAt(path)) {
    try {
      packets.push(await readListed(file))
    } catch (error) {
      damaged.push(damageOf(file, error))
    }
  }
  packets.sort((a, b) => a.header.submittedAt.localeCompare(b.header.submittedAt))
  return { packets, damaged }
}

async function readListed(file: string): Promise<ListedPacket> {
  const handle = await open(file, 'r')
  try {
    const prefix = await readRange(handle, 0, packetPrefixBytes)
    const { headerOffset, headerLength } = readPacketPrefix(prefix)
    const headerBytes = await readRange(handle, headerOffset, headerLength)
    const packetHash = await packetHashOf(headerBytes)
    const noted = await readFile(file.replace(/\.ycpk$/, '.ack'), 'utf8').catch(() => '')
    return {
      file,
      header: parsePacketHeader(headerBytes),
      packetHash,
      bytes: (await handle.stat()).size,
      delivered: noted === packetHash,
    }
  } finally {
    await handle.close()
  }
}

async function readRange(
  handle: Awaited<ReturnType<typeof open>>,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const range = new Uint8Array(length)
  const { bytesRead } = await handle.read(range, 0, length, offset)
  if (bytesRead !== length) throw new PacketError('packet.wrong-size', 'the file ends within its header')
  return range
}

/** A packet that holds what its header says. */
export interface VerifiedPacket extends DecodedPacket {
  readonly file: string
  readonly packetHash: string
  readonly fileBytes: Uint8Array
}

/**
 * Reads a packet whole and checks all that can be checked without a key to open it.
 * @param signedBy checks the terminal's signature; without it, it is left to who knows the terminal: the hub
 * @throws PacketError, or the system's error where the file cannot be read
 */
export async function readVerified(file: string, signedBy?: VerifySignature): Promise<VerifiedPacket> {
  const fileBytes = new Uint8Array(await readFile(file))
  const packet = decodePacketFile(fileBytes)
  await verifyPacket(packet, signedBy ?? (() => Promise.resolve(true)))
  const named = /^([0-9a-f-]{36})\.ycpk$/.exec(basename(file))?.[1]
  if (named !== undefined && named !== packet.header.intakeId)
    throw new PacketError('packet.bad-header', 'the file bears the name of another intake')
  return { ...packet, file, fileBytes, packetHash: await packetHashOf(packet.headerBytes) }
}
