import type { PacketRow, StoreKeys } from '#shell/contract'
import { entriesFor } from '#sync/outbox'
import { decodePacketFile, openPacket, packetHashOf, type PacketPart, verifyPart } from '#sync/packet'
import { isStoreError, type LocalStore, type SealedIntake } from '#sync/store'
import type { OpenReport, ShellPorts } from './intake-desk.ts'
import { terminalOpener } from './terminal-opener.ts'

/** What a start found when it compared the database with the sealed packets. */
export interface Restoration extends Omit<OpenReport, 'pending'> {
  /** Delivered intakes whose packets the main process does not know to be delivered. */
  readonly unacknowledged: readonly { intakeId: string; packetHash: string }[]
}

/**
 * Brings the database up to the sealed packets, the second durable copy: an intake that is only in its packet is
 * rebuilt from it (the database was emptied, rolled back, or the power went between the two writings), and a draft that
 * was submitted is removed. Packets that cannot be read stay where they are, and so does the draft of such a one.
 * @throws the store's errors, and those of listing the packets.
 */
export async function restorePackets(parts: {
  ports: ShellPorts
  store: LocalStore
  keys: StoreKeys
  now: () => number
  newKey: () => string
}): Promise<Restoration> {
  const { ports, store } = parts
  const rows = await ports.listPackets()
  const stored = await store.intakes.ids()
  const restored: { intakeId: string; receiptNumber: string }[] = []
  const damaged: string[] = []
  for (const row of rows) {
    if (stored.has(row.intakeId)) continue
    const sealed = await readSealed(parts, row)
    if (sealed === null) {
      damaged.push(row.intakeId)
      continue
    }
    await store.intakes.keep(sealed, row.acknowledged ? 'delivered' : 'waiting')
    stored.add(row.intakeId)
    restored.push({ intakeId: row.intakeId, receiptNumber: row.receiptNumber })
  }
  // What the hub told of these is behind the cursor; hearing the rest a second time is harmless.
  if (restored.length > 0) await store.delivery.resetCursor()
  await store.intakes.removeDrafts(stored)
  const delivered = await store.intakes.deliveredIds()
  const unacknowledged = rows.filter((row) => !row.acknowledged && delivered.has(row.intakeId))
  return { restored, damaged, unacknowledged }
}

/** The packet of this row, checked and opened; null when it is not what it should be. */
async function readSealed(
  parts: { ports: ShellPorts; keys: StoreKeys; now: () => number; newKey: () => string },
  row: PacketRow,
): Promise<SealedIntake | null> {
  try {
    const packet = decodePacketFile(await parts.ports.readPacket(row.intakeId))
    if ((await packetHashOf(packet.headerBytes)) !== row.packetHash) return null
    for (const [index, described] of packet.header.parts.entries()) {
      const part = packet.parts[index]
      if (part === undefined) return null
      await verifyPart(described satisfies PacketPart, part.bytes)
    }
    const { intake } = await openPacket(packet, terminalOpener(parts.keys, packet.header))
    if (intake.intakeId !== row.intakeId) return null
    const shape = {
      intakeId: row.intakeId,
      parts: packet.parts.map((part) => ({ id: part.id, size: part.bytes.byteLength })),
    }
    return {
      intake,
      sequence: row.sequence,
      packet: {
        headerBytes: packet.headerBytes,
        signature: packet.signature,
        packetHash: row.packetHash,
        parts: packet.parts,
      },
      entries: row.acknowledged ? [] : entriesFor(shape, parts.now(), parts.newKey),
    }
  } catch (error) {
    if (isStoreError(error)) throw error
    return null
  }
}
