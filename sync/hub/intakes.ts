import { type HubCase } from '#sync/api'
import type { CommitAnswer } from '#sync/api'
import { type Catalogue, type Intake, type Theme, upstreamOf } from '#sync/model'
import {
  type DecodedPacket,
  openIntake,
  PacketError,
  packetHashOf,
  type PacketHeader,
  type PacketPart,
  parsePacketHeader,
  sha256Hex,
  verifyPart,
} from '#sync/packet'
import { noteHistory } from './audit/histories.ts'
import { casesOf } from './cases.ts'
import type { AnnouncedHeaders } from './announced-headers.ts'
import type { Database, Queries } from './database.ts'
import { appendEvent } from './feed.ts'
import type { HubKeys } from './hub-keys.ts'
import { HubProblem } from './hub-problem.ts'
import { caseIdOf, caseNumberOf, nextProvinceNumber } from './numbers.ts'
import { noteFindings } from './oversight/note-findings.ts'
import { progressProof } from './progress.ts'
import type { PartStore } from './part-store.ts'
import { numberOfOriginal, receiveSupplement } from './supplements.ts'
import type { KnownTerminal } from './terminals.ts'

export interface IntakeRow {
  readonly intake_id: string
  readonly packet_hash: string
  readonly terminal_id: string
  readonly header: Uint8Array
  readonly signature: Uint8Array
  readonly state: 'announced' | 'committed'
  readonly committed_at: Date | null
  readonly province_number: string | null
}

/** What the receiving of intakes works with. */
export interface IntakeParts {
  readonly database: Database
  readonly parts: PartStore
  readonly announced: AnnouncedHeaders
  readonly keys: HubKeys
  readonly catalogue: Catalogue
}

/** The intake's row, or null. */
export async function find(queries: Queries, intakeId: string): Promise<IntakeRow | null> {
  const [row] = await queries.rows<IntakeRow>('SELECT * FROM intakes WHERE intake_id = $1', [intakeId])
  return row ?? null
}

async function findOwn(queries: Queries, intakeId: string, terminal: KnownTerminal): Promise<IntakeRow> {
  const row = await find(queries, intakeId)
  // Another terminal's intake is not even admitted to exist.
  if (row?.terminal_id !== terminal.terminalId) throw new HubProblem('intake-unknown')
  return row
}

/** What the store does not have: nothing but a part itself says that it is there. */
async function missingParts(parts: PartStore, intakeId: string, header: PacketHeader): Promise<string[]> {
  const missing: string[] = []
  for (const part of header.parts) {
    if ((await parts.sizeOf(intakeId, part.id)) !== part.size) missing.push(part.id)
  }
  return missing
}

/** What is wrong with a packet, to its sender; a fault of ours stays one. */
export function invalid(error: unknown): HubProblem {
  if (!(error instanceof PacketError)) throw error
  return new HubProblem('packet-invalid', { detail: error.code }, { cause: error })
}

/**
 * Whether a header is this terminal's, of this intake, and signed. @returns the packet's hash
 * @throws HubProblem `packet-invalid`
 */
export async function checkHeader(
  terminal: KnownTerminal,
  intakeId: string,
  { header, headerBytes, signature }: Omit<DecodedPacket, 'parts'>,
): Promise<string> {
  const right =
    header.intakeId === intakeId &&
    header.terminalId === terminal.terminalId &&
    header.siteCode === terminal.siteCode
  if (!right)
    throw new HubProblem('packet-invalid', { detail: 'the header is of another intake or terminal' })
  if (!(await terminal.verify(headerBytes, signature))) {
    throw new HubProblem('packet-invalid', { detail: 'the header is not signed by this terminal' })
  }
  return packetHashOf(headerBytes)
}

/** Enters an intake as announced. @returns its row, or null when there was one of that id */
export async function insertAnnounced(
  queries: Queries,
  { header, headerBytes, signature }: Omit<DecodedPacket, 'parts'>,
  packetHash: string,
): Promise<IntakeRow | null> {
  const { intakeId, terminalId, receiptNumber } = header
  const [created] = await queries.rows<IntakeRow>(
    `INSERT INTO intakes (intake_id, packet_hash, terminal_id, receipt_number, header, signature, state, announced_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'announced', now()) ON CONFLICT (intake_id) DO NOTHING
     RETURNING *`,
    [intakeId, packetHash, terminalId, receiptNumber, headerBytes, signature],
  )
  return created ?? null
}

/**
 * 收件申报: remembers the signed header. The same again tells what is still missing; the same id with other content
 * is refused.
 * @throws HubProblem `packet-invalid` or `hash-conflict`.
 */
export async function announce(
  { database, parts }: IntakeParts,
  terminal: KnownTerminal,
  intakeId: string,
  announcement: { header: string; signature: string; packetHash: string },
): Promise<{ state: 'announced' | 'committed'; missingParts: string[] }> {
  const headerBytes = new Uint8Array(Buffer.from(announcement.header, 'base64'))
  const signature = new Uint8Array(Buffer.from(announcement.signature, 'base64'))
  let header: PacketHeader
  try {
    header = parsePacketHeader(headerBytes)
  } catch (error) {
    throw invalid(error)
  }
  const sealed = { header, headerBytes, signature }
  if ((await checkHeader(terminal, intakeId, sealed)) !== announcement.packetHash)
    throw new HubProblem('packet-invalid', { detail: 'the header has another hash' })
  const created = await insertAnnounced(database, sealed, announcement.packetHash)
  const row = created ?? (await find(database, intakeId))
  if (row?.packet_hash !== announcement.packetHash) throw new HubProblem('hash-conflict')
  return {
    state: row.state,
    missingParts: row.state === 'committed' ? [] : await missingParts(parts, intakeId, header),
  }
}

/**
 * Takes one part as a file. What a power cut takes back before the commit is asked for again by it.
 * @throws HubProblem `intake-unknown`, `not-found` or `digest-mismatch`.
 */
export async function storePart(
  { parts, announced }: IntakeParts,
  terminal: KnownTerminal,
  { intakeId, partId }: { readonly intakeId: string; readonly partId: string },
  bytes: Uint8Array,
): Promise<{ partId: string; size: number; sha256: string }> {
  const header = await announced.headerOf(intakeId, terminal.terminalId)
  const described = header.parts.find((part) => part.id === partId)
  if (described === undefined) throw new HubProblem('not-found', { detail: 'the packet has no such part' })
  try {
    await verifyPart(described, bytes)
  } catch (error) {
    throw new HubProblem('digest-mismatch', { detail: (error as PacketError).code }, { cause: error })
  }
  await parts.write(intakeId, partId, bytes)
  return { partId, size: described.size, sha256: described.sha256 }
}

/** What is answered about a committed intake. */
export async function answerOf(queries: Queries, row: IntakeRow): Promise<CommitAnswer> {
  return {
    packetHash: row.packet_hash,
    provinceNumber: row.province_number ?? (await numberOfOriginal(queries, row.intake_id)) ?? '',
    committedAt: (row.committed_at as Date).toISOString(),
    cases: await casesOf(queries, row.intake_id),
  }
}

/** A part as the disk gives it back. @throws HubProblem `parts-missing` when that is not what was sent: it must be sent again. */
async function readChecked(
  { parts }: IntakeParts,
  intakeId: string,
  described: PacketPart,
): Promise<Uint8Array> {
  const bytes = await parts.read(intakeId, described.id)
  if (bytes !== null && (await sha256Hex(bytes)) === described.sha256) return bytes
  await parts.removePart(intakeId, described.id)
  throw new HubProblem('parts-missing', { missing: [described.id] })
}

/** The packet as the disk has it; of the scans only that they are what the terminal signed. */
async function readStored(parts: IntakeParts, row: IntakeRow): Promise<DecodedPacket> {
  const header = parsePacketHeader(row.header)
  const sealed = []
  for (const [index, described] of header.parts.entries()) {
    const bytes = await readChecked(parts, row.intake_id, described)
    if (index === 0) sealed.push({ id: described.id, bytes })
  }
  return { header, headerBytes: row.header, signature: row.signature, parts: sealed }
}

/** An intake as it was opened, and what is noted of it beside its cases. */
export interface OpenedIntake {
  readonly header: PacketHeader
  readonly intake: Intake
  readonly theme: Theme
  readonly proof: string | null
}

/** The intake within a packet, of which only the first part is looked at. @throws HubProblem `packet-invalid` */
export async function openPacketOf(parts: IntakeParts, packet: DecodedPacket): Promise<OpenedIntake> {
  const { header } = packet
  try {
    const intake = await openIntake(packet, { as: 'hub', key: parts.keys.privateKey })
    const described = new Set(header.parts.map(({ id }) => id))
    if (intake.attachments.some(({ id }) => !described.has(id)))
      throw new HubProblem('packet-invalid', { detail: 'an attachment of the intake is missing' })
    const theme = parts.catalogue.themes.find((candidate) => candidate.id === intake.themeId)
    const known = theme?.matters.map((matter) => matter.id) ?? []
    if (theme === undefined || intake.matters.some((matter) => !known.includes(matter))) {
      throw new HubProblem('packet-invalid', {
        detail: 'the intake names a theme or matter that this hub does not know',
      })
    }
    return { header, intake, theme, proof: await progressProof(parts.keys.pseudonym, intake) }
  } catch (error) {
    if (error instanceof HubProblem) throw error
    throw invalid(error)
  }
}

/** The number that the intake had before the hub was restored from an older back-up; null where it had none. */
async function formerNumber(queries: Queries, intakeId: string): Promise<string | null> {
  const [row] = await queries.rows<{ province_number: string }>(
    'SELECT province_number FROM former_numbers WHERE intake_id = $1',
    [intakeId],
  )
  return row?.province_number ?? null
}

async function split(
  queries: Queries,
  row: IntakeRow,
  { intake, theme, proof }: OpenedIntake,
): Promise<CommitAnswer> {
  const provinceNumber =
    (await formerNumber(queries, row.intake_id)) ??
    (await nextProvinceNumber(queries, intake.terminal.siteCode))
  const [committed] = await queries.rows<IntakeRow>(
    `UPDATE intakes SET state = 'committed', committed_at = now(), province_number = $2, theme_id = $3, attachments = $4,
       progress_proof = $5
     WHERE intake_id = $1 RETURNING *`,
    [row.intake_id, provinceNumber, theme.id, intake.attachments.length, proof],
  )
  const matters = theme.matters.filter((matter) => intake.matters.includes(matter.id))
  const upstream = upstreamOf(theme, matters)
  const cases = matters.map((matter, place) => {
    const waitsFor = upstream.get(matter.id) ?? []
    return {
      case_id: caseIdOf(row.intake_id, matter.id),
      matter_id: matter.id,
      department: matter.department,
      case_number: caseNumberOf(provinceNumber, place),
      status: waitsFor.length === 0 ? 'pending' : 'waiting',
      place,
      waits_for: waitsFor,
    }
  })
  await queries.rows(
    `INSERT INTO cases (case_id, intake_id, matter_id, department, case_number, status, place, waits_for)
     SELECT case_id, $1, matter_id, department, case_number, status, place, waits_for
     FROM json_to_recordset($2::json) AS one (case_id uuid, matter_id text, department text, case_number text,
       status text, place integer, waits_for text[])`,
    [row.intake_id, JSON.stringify(cases)],
  )
  const answer = await answerOf(queries, committed as IntakeRow)
  await appendEvent(queries, row.terminal_id, {
    type: 'intake.accepted',
    intakeId: row.intake_id,
    provinceNumber,
    cases: answer.cases,
  })
  return answer
}

/** Enters an intake, whose row this transaction holds, for good: its history and findings, its cases, its number. */
export async function enter(
  queries: Queries,
  { catalogue }: IntakeParts,
  row: IntakeRow,
  opened: OpenedIntake,
): Promise<CommitAnswer> {
  const { intake, header } = opened
  await noteHistory(queries, header, intake)
  if (intake.supplement !== null) {
    const supplement = { ...intake, supplement: intake.supplement }
    return receiveSupplement(queries, row.terminal_id, supplement, row.packet_hash)
  }
  await noteFindings(queries, intake, catalogue)
  return split(queries, row, opened)
}

/**
 * 收件提交: opens the packet, splits it into the departments' cases along the theme's dependency graph, and gives it the
 * province's number, all in one transaction. A repeat, and whoever loses a race, gets the first answer.
 * @throws HubProblem `intake-unknown`, `parts-missing` or `packet-invalid`.
 */
export async function commit(
  parts: IntakeParts,
  terminal: KnownTerminal,
  intakeId: string,
): Promise<CommitAnswer> {
  const { database } = parts
  const row = await findOwn(database, intakeId, terminal)
  if (row.state === 'committed') return answerOf(database, row)
  const missing = await missingParts(parts.parts, intakeId, parsePacketHeader(row.header))
  if (missing.length > 0) throw new HubProblem('parts-missing', { missing })
  const opened = await openPacketOf(parts, await readStored(parts, row))
  await parts.parts.settle(intakeId)
  return database.transaction(async (queries) => {
    const [locked] = await queries.rows<IntakeRow>('SELECT * FROM intakes WHERE intake_id = $1 FOR UPDATE', [
      intakeId,
    ])
    if (locked?.state === 'committed') return answerOf(queries, locked)
    return enter(queries, parts, row, opened)
  })
}

/** An intake for the supervisor: no values, no names. */
export async function overviews(
  queries: Queries,
  intakeId?: string,
): Promise<
  {
    intakeId: string
    receiptNumber: string
    terminalId: string
    state: 'announced' | 'committed'
    packetHash: string
    provinceNumber: string | null
    attachments: number
    cases: HubCase[]
  }[]
> {
  const rows = await queries.rows<IntakeRow & { receipt_number: string; attachments: number }>(
    `SELECT * FROM intakes WHERE $1::uuid IS NULL OR intake_id = $1 ORDER BY announced_at LIMIT 500`,
    [intakeId ?? null],
  )
  return Promise.all(
    rows.map(async (row) => ({
      intakeId: row.intake_id,
      receiptNumber: row.receipt_number,
      terminalId: row.terminal_id,
      state: row.state,
      packetHash: row.packet_hash,
      provinceNumber: row.province_number,
      attachments: row.attachments,
      cases: await casesOf(queries, row.intake_id),
    })),
  )
}
