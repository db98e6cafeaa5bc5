import type { CommitAnswer } from '#sync/api'
import { decodePacketFile, type DecodedPacket, type PacketError, verifyPart } from '#sync/packet'
import { HubProblem } from './hub-problem.ts'
import {
  answerOf,
  checkHeader,
  enter,
  find,
  insertAnnounced,
  type IntakeParts,
  type IntakeRow,
  invalid,
  openPacketOf,
} from './intakes.ts'
import type { KnownTerminal } from './terminals.ts'

function decoded(bytes: Uint8Array): DecodedPacket {
  try {
    return decodePacketFile(bytes)
  } catch (error) {
    throw invalid(error)
  }
}

async function verifyParts({ header, parts }: DecodedPacket): Promise<void> {
  try {
    await Promise.all(
      header.parts.map((described, index) => verifyPart(described, parts[index]?.bytes ?? new Uint8Array())),
    )
  } catch (error) {
    throw new HubProblem('digest-mismatch', { detail: (error as PacketError).code }, { cause: error })
  }
}

function demandSame(row: IntakeRow, packetHash: string): void {
  if (row.packet_hash !== packetHash) throw new HubProblem('hash-conflict')
}

/**
 * 整包送达: a whole packet in one request, as a good line carries it: what announcing, uploading and committing do one after the other,
 * in one transaction. The same again is answered as before, also where some of it had come part by part.
 * @param bytes the packet's file
 * @throws HubProblem `packet-invalid`, `digest-mismatch`, `hash-conflict`, or what {@link enter} throws.
 */
export async function deliver(
  parts: IntakeParts,
  terminal: KnownTerminal,
  intakeId: string,
  bytes: Uint8Array,
): Promise<CommitAnswer> {
  const { database } = parts
  const packet = decoded(bytes)
  const packetHash = await checkHeader(terminal, intakeId, packet)
  const before = await find(database, intakeId)
  if (before !== null) {
    demandSame(before, packetHash)
    if (before.state === 'committed') return answerOf(database, before)
  }
  await verifyParts(packet)
  // Before anything is written: a packet that is none of ours, or of nothing that we know, leaves nothing behind.
  const opened = await openPacketOf(parts, packet)
  await Promise.all(packet.parts.map((part) => parts.parts.write(intakeId, part.id, part.bytes)))
  await parts.parts.settle(intakeId)
  return database.transaction(async (queries) => {
    const created = before === null ? await insertAnnounced(queries, packet, packetHash) : null
    if (created !== null) return enter(queries, parts, created, opened)
    const [locked] = await queries.rows<IntakeRow>('SELECT * FROM intakes WHERE intake_id = $1 FOR UPDATE', [
      intakeId,
    ])
    if (locked === undefined) throw new HubProblem('busy')
    demandSame(locked, packetHash)
    return locked.state === 'committed' ? answerOf(queries, locked) : enter(queries, parts, locked, opened)
  })
}
