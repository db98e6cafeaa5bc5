import { open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PacketRow } from '#shell/contract'
import { parseReceiptNumber } from '#sync/model'
import {
  decodePacketFile,
  encodePacketFile,
  packetHashOf,
  type PacketHeader,
  parsePacketHeader,
  verifyPacket,
} from '#sync/packet'
import { AcknowledgedRows } from './acknowledged-rows.ts'
import { makeFolder, syncFolder, writeDurably } from './durable-file.ts'
import { readPacketHeader, readPacketPart } from './packet-reading.ts'
import { MainError, writeFailure } from './main-error.ts'
import type { WrittenNumbers } from './receipt-sequence.ts'
import { SequenceFloor } from './sequence-floor.ts'
import type { TerminalIdentity } from './terminal-identity.ts'

/** A packet as the worker sealed it, before it is signed. */
export interface SealedParts {
  readonly intakeId: string
  /** The number that was reserved for this intake; the header must carry it. */
  readonly receiptNumber: string
  readonly headerBytes: Uint8Array
  readonly parts: readonly { readonly id: string; readonly bytes: Uint8Array }[]
}

/** Headers that are read side by side: a disk answers many as fast as one. */
const readsAtOnce = 32
const fileName = /^([0-9a-f-]{36})\.ycpk$/

/**
 * 密封收件包的存放: the second durable copy of every intake. What is told as written is on the disk, signed, and
 * says exactly what the header's digests say.
 */
export class PacketStore implements WrittenNumbers {
  readonly #folder: string
  readonly #place: { siteCode: string; terminalId: string }
  readonly #identity: TerminalIdentity
  readonly #acknowledged: AcknowledgedRows
  readonly #floor: SequenceFloor
  #rows: Promise<Map<string, PacketRow>> | null = null

  constructor(folder: string, place: { siteCode: string; terminalId: string }, identity: TerminalIdentity) {
    this.#folder = folder
    this.#acknowledged = new AcknowledgedRows(join(folder, 'acknowledged.json'))
    this.#floor = new SequenceFloor(join(folder, 'expired.json'))
    this.#place = place
    this.#identity = identity
  }

  /**
   * Checks, signs and writes one packet durably.
   * @throws MainError `packet.mismatch`, `packet.acknowledged`, `storage.disk-full`, `storage.write-failed`.
   */
  async write(sealed: SealedParts): Promise<{ packetHash: string; signature: Uint8Array }> {
    const header = this.#ownHeader(sealed)
    const rows = await this.#index()
    const packetHash = await packetHashOf(sealed.headerBytes)
    const before = rows.get(sealed.intakeId)
    if (before?.acknowledged === true && before.packetHash !== packetHash) {
      throw new MainError('packet.acknowledged', 'the hub already has another packet of this intake')
    }
    const signature = this.#identity.sign(sealed.headerBytes)
    const file = encodePacketFile(sealed.headerBytes, signature, sealed.parts)
    await this.#verify(file)
    await writeDurably(this.#path(sealed.intakeId), [file])
    rows.set(sealed.intakeId, {
      intakeId: sealed.intakeId,
      receiptNumber: header.receiptNumber,
      sequence: parseReceiptNumber(header.receiptNumber)?.sequence ?? 0,
      packetHash,
      acknowledged: false,
    })
    return { packetHash, signature }
  }

  /** All packets on this disk, oldest number first. A file whose header cannot be read is left alone and not listed. */
  async list(): Promise<PacketRow[]> {
    return [...(await this.#index()).values()].sort((a, b) => a.sequence - b.sequence)
  }

  /** The whole file. @throws MainError `packet.not-found`, or `packet.damaged` when it does not verify. */
  async read(intakeId: string): Promise<Uint8Array> {
    let file: Uint8Array
    try {
      file = new Uint8Array(await readFile(this.#path(intakeId)))
    } catch (cause) {
      throw new MainError('packet.not-found', 'no packet of that intake', { cause })
    }
    await this.#verify(file)
    return file
  }

  /**
   * One part's ciphertext, read alone and checked against the header's digest.
   * @throws MainError `packet.not-found`, or `packet.damaged` when the file does not hold what its header says.
   */
  async readPart(intakeId: string, partId: string): Promise<Uint8Array> {
    const handle = await open(this.#path(intakeId), 'r').catch((cause: unknown) => {
      throw new MainError('packet.not-found', 'no packet of that intake', { cause })
    })
    try {
      return await readPacketPart(handle, partId)
    } catch (cause) {
      throw new MainError('packet.damaged', 'the part does not verify', { cause })
    } finally {
      await handle.close()
    }
  }

  /** Takes a packet back whose transaction failed. @throws MainError `packet.acknowledged` once the hub has it. */
  async discard(intakeId: string): Promise<void> {
    const rows = await this.#index()
    if (rows.get(intakeId)?.acknowledged === true) {
      throw new MainError('packet.acknowledged', 'the hub has this packet')
    }
    try {
      await rm(this.#path(intakeId), { force: true })
      await syncFolder(this.#folder)
    } catch (cause) {
      throw writeFailure('the removal of a packet', cause)
    }
    rows.delete(intakeId)
  }

  /**
   * Notes that the hub has committed exactly this hash. No disk is waited for: a note that a power cut takes back, or tears, only
   * keeps the packet until it is told again. @throws MainError `packet.mismatch` for another hash. */
  async acknowledge(intakeId: string, packetHash: string): Promise<void> {
    const rows = await this.#index()
    const row = rows.get(intakeId)
    if (row === undefined) throw new MainError('packet.not-found', 'no packet of that intake')
    if (row.packetHash !== packetHash) {
      throw new MainError('packet.mismatch', 'the hub acknowledged another hash than this packet has')
    }
    if (row.acknowledged) return
    await writeFile(join(this.#folder, `${intakeId}.ack`), packetHash, { mode: 0o600 }).catch(
      (cause: unknown) => {
        throw writeFailure('the note of a delivery', cause)
      },
    )
    rows.set(intakeId, { ...row, acknowledged: true })
  }

  /**
   * 留存期满: removes those of these packets that the hub has acknowledged and that were submitted before that moment. The highest number
   * among them is kept: it is given to nobody else.
   * @returns which of them are not here, be it since now or since before
   * @throws MainError `storage.disk-full`, `storage.write-failed`
   */
  async expire(intakeIds: readonly string[], before: Date): Promise<string[]> {
    const rows = await this.#index()
    const here = intakeIds.flatMap((intakeId) => rows.get(intakeId) ?? [])
    const over: PacketRow[] = []
    for (const row of here)
      if (row.acknowledged && (await this.#isOlder(row.intakeId, before))) over.push(row)
    const gone = intakeIds.filter((intakeId) => !here.some((row) => row.intakeId === intakeId))
    if (over.length === 0) return gone
    await this.#floor.raise(Math.max(...over.map(({ sequence }) => sequence)))
    try {
      for (const { intakeId } of over) {
        await rm(this.#path(intakeId), { force: true })
        await rm(join(this.#folder, `${intakeId}.ack`), { force: true })
      }
      await syncFolder(this.#folder)
    } catch (cause) {
      throw writeFailure('the removal of old packets', cause)
    }
    for (const { intakeId } of over) rows.delete(intakeId)
    await this.#acknowledged.write([...rows.values()]).catch(() => undefined)
    return [...gone, ...over.map(({ intakeId }) => intakeId)]
  }

  /** A packet that cannot be read is left for somebody to look at. */
  async #isOlder(intakeId: string, before: Date): Promise<boolean> {
    try {
      const { submittedAt } = parsePacketHeader(await this.#readHeader(intakeId))
      return Date.parse(submittedAt) < before.getTime()
    } catch {
      return false
    }
  }

  async highestSequence(): Promise<number> {
    let highest = await this.#floor.read()
    for (const { sequence } of (await this.#index()).values()) highest = Math.max(highest, sequence)
    return highest
  }

  async numberOf(intakeId: string): Promise<string | null> {
    return (await this.#index()).get(intakeId)?.receiptNumber ?? null
  }

  #path(intakeId: string): string {
    return join(this.#folder, `${intakeId}.ycpk`)
  }

  #ownHeader(sealed: SealedParts): PacketHeader {
    const header = parsePacketHeader(sealed.headerBytes)
    const own =
      header.intakeId === sealed.intakeId &&
      header.receiptNumber === sealed.receiptNumber &&
      header.siteCode === this.#place.siteCode &&
      header.terminalId === this.#place.terminalId
    if (!own) throw new MainError('packet.mismatch', 'the header is of another intake, number or terminal')
    if (header.audit === undefined)
      throw new MainError('packet.mismatch', 'the header does not speak of the history within')
    return header
  }

  async #verify(file: Uint8Array): Promise<void> {
    try {
      await verifyPacket(decodePacketFile(file), (data, signature) =>
        Promise.resolve(this.#identity.verify(data, signature)),
      )
    } catch (cause) {
      throw new MainError('packet.damaged', 'the packet does not verify', { cause })
    }
  }

  #index(): Promise<Map<string, PacketRow>> {
    this.#rows ??= this.#readIndex().catch((error: unknown) => {
      this.#rows = null
      throw error
    })
    return this.#rows
  }

  async #readIndex(): Promise<Map<string, PacketRow>> {
    await makeFolder(this.#folder)
    const names = new Set(await readdir(this.#folder))
    for (const name of names) {
      if (name.endsWith('.tmp')) await rm(join(this.#folder, name), { force: true })
    }
    const known = await this.#acknowledged.read()
    const rows = new Map<string, PacketRow>()
    const unread: string[] = []
    for (const name of names) {
      const intakeId = fileName.exec(name)?.[1]
      if (intakeId === undefined) continue
      const row = names.has(`${intakeId}.ack`) ? known.get(intakeId) : undefined
      if (row === undefined) unread.push(intakeId)
      else rows.set(intakeId, row)
    }
    for (let at = 0; at < unread.length; at += readsAtOnce) {
      const some = unread.slice(at, at + readsAtOnce).map(async (intakeId) => {
        const row = await this.#readRow(intakeId, names.has(`${intakeId}.ack`)).catch(() => null)
        if (row !== null) rows.set(intakeId, row)
      })
      await Promise.all(some)
    }
    if (unread.some((intakeId) => rows.get(intakeId)?.acknowledged === true))
      await this.#acknowledged.write([...rows.values()]).catch(() => undefined)
    return rows
  }

  async #readRow(intakeId: string, hasAck: boolean): Promise<PacketRow> {
    const headerBytes = await this.#readHeader(intakeId)
    const header = parsePacketHeader(headerBytes)
    const packetHash = await packetHashOf(headerBytes)
    const acknowledged = hasAck ? await readFile(join(this.#folder, `${intakeId}.ack`), 'utf8') : ''
    return {
      intakeId,
      receiptNumber: header.receiptNumber,
      sequence: parseReceiptNumber(header.receiptNumber)?.sequence ?? 0,
      packetHash,
      acknowledged: acknowledged === packetHash,
    }
  }

  /** Only the header: scans may be many megabytes, and the list is wanted at start. */
  async #readHeader(intakeId: string): Promise<Uint8Array> {
    const handle = await open(this.#path(intakeId), 'r')
    try {
      return await readPacketHeader(handle)
    } finally {
      await handle.close()
    }
  }
}
