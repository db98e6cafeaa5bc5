import type { TransferClaim, TransferState } from '#sync/api'
import { transferPieceBytes } from '#sync/api'
import { maxTransferBytes, sha256Hex } from '#sync/packet'
import type { Database, Queries } from '../database.ts'
import { HubProblem } from '../hub-problem.ts'
import type { PartStore } from '../part-store.ts'
import type { KnownTerminal } from '../terminals.ts'

/** 接办码 holds for a day: longer, and a slip in a bag is a risk. */
const lifeHours = 24
/** A terminal that took it and went silent loses its claim after this. */
const claimMinutes = 10
/** How many one terminal may have waiting: enough for a busy day, not for a store of files. */
const openPerTerminal = 20
const partId = 'draft'

/** What keeping drafts on their way works with. */
export interface TransferParts {
  readonly database: Database
  readonly parts: PartStore
}

interface Row {
  readonly transfer_id: string
  readonly from_terminal: string
  readonly sha256: string
  readonly size: number
  readonly state: 'waiting' | 'taken' | 'recalled' | 'expired'
  readonly claimed_by: string | null
  readonly claim_holds: boolean | null
  readonly stored_at: Date
  readonly expires_at: Date
}

const select = `SELECT *, claimed_at > now() - interval '${String(claimMinutes)} minutes' AS claim_holds
  FROM draft_transfers`

function stateOf(row: Row): TransferState {
  const state = row.state === 'waiting' && row.claim_holds === true ? 'claimed' : row.state
  return { transferId: row.transfer_id, state, expiresAt: row.expires_at.toISOString() }
}

async function find(queries: Queries, transferId: string, lock = false): Promise<Row | null> {
  const [row] = await queries.rows<Row>(`${select} WHERE transfer_id = $1 ${lock ? 'FOR UPDATE' : ''}`, [
    transferId,
  ])
  return row ?? null
}

/** What is over has no ciphertext any more: the row says so first, then the file goes, then the row notes that. */
async function sweep({ database, parts }: TransferParts): Promise<void> {
  await database.rows(
    `UPDATE draft_transfers SET state = 'expired' WHERE state = 'waiting' AND expires_at < now()
       AND (claimed_at IS NULL OR claimed_at < now() - interval '${String(claimMinutes)} minutes')`,
  )
  const over = await database.rows<{ transfer_id: string }>(
    "SELECT transfer_id FROM draft_transfers WHERE state <> 'waiting' AND NOT erased",
  )
  for (const { transfer_id } of over) {
    await parts.remove(transfer_id)
    await database.rows('UPDATE draft_transfers SET erased = true WHERE transfer_id = $1', [transfer_id])
  }
}

/**
 * Takes a sealed draft for a day. The same again changes nothing.
 * @throws HubProblem `too-large`, `transfer-limit`, or `hash-conflict` for another content under the same name
 */
export async function storeTransfer(
  hub: TransferParts,
  terminal: KnownTerminal,
  transferId: string,
  bytes: Uint8Array,
): Promise<TransferState> {
  await sweep(hub)
  if (bytes.byteLength > maxTransferBytes) throw new HubProblem('too-large')
  const sha256 = await sha256Hex(bytes)
  const there = await find(hub.database, transferId)
  if (there !== null) {
    if (there.from_terminal !== terminal.terminalId || there.sha256 !== sha256)
      throw new HubProblem('hash-conflict')
    return stateOf(there)
  }
  const [open] = await hub.database.rows<{ count: string | number }>(
    "SELECT count(*) AS count FROM draft_transfers WHERE from_terminal = $1 AND state = 'waiting'",
    [terminal.terminalId],
  )
  if (Number(open?.count) >= openPerTerminal) throw new HubProblem('transfer-limit')
  await hub.parts.write(transferId, partId, bytes)
  await hub.parts.settle(transferId)
  await hub.database.rows(
    `INSERT INTO draft_transfers (transfer_id, from_terminal, sha256, size, state, stored_at, expires_at)
     VALUES ($1, $2, $3, $4, 'waiting', now(), now() + interval '${String(lifeHours)} hours')
     ON CONFLICT (transfer_id) DO NOTHING`,
    [transferId, terminal.terminalId, sha256, bytes.byteLength],
  )
  return stateOf((await find(hub.database, transferId)) as Row)
}

/** How it stands, for the terminal that put it there. @throws HubProblem `transfer-unknown` */
export async function readTransfer(
  hub: TransferParts,
  terminal: KnownTerminal,
  transferId: string,
): Promise<TransferState> {
  await sweep(hub)
  const row = await find(hub.database, transferId)
  if (row?.from_terminal !== terminal.terminalId) throw new HubProblem('transfer-unknown')
  return stateOf(row)
}

/**
 * 收回: for the terminal that put it there. What was taken, or is being taken, stays so: two terminals never both have it.
 * @throws HubProblem `transfer-unknown`
 */
export async function recallTransfer(
  hub: TransferParts,
  terminal: KnownTerminal,
  transferId: string,
): Promise<TransferState> {
  await sweep(hub)
  const after = await hub.database.transaction(async (queries) => {
    const row = await find(queries, transferId, true)
    if (row?.from_terminal !== terminal.terminalId) throw new HubProblem('transfer-unknown')
    if (stateOf(row).state !== 'waiting') return stateOf(row)
    await queries.rows("UPDATE draft_transfers SET state = 'recalled' WHERE transfer_id = $1", [transferId])
    return { ...stateOf(row), state: 'recalled' as const }
  })
  await sweep(hub)
  return after
}

/** The row, for the terminal that may have it. @throws HubProblem `transfer-unknown`, `transfer-expired` or `transfer-taken` */
async function demandOpen(queries: Queries, terminal: KnownTerminal, transferId: string): Promise<Row> {
  const row = await find(queries, transferId, true)
  if (row === null || row.state === 'recalled') throw new HubProblem('transfer-unknown')
  if (row.state === 'expired') throw new HubProblem('transfer-expired')
  const others = row.claimed_by !== null && row.claimed_by !== terminal.terminalId
  if (row.state === 'taken' || (others && row.claim_holds === true)) throw new HubProblem('transfer-taken')
  return row
}

/** 接办: from now on, for a while, it is this terminal's to read. @throws HubProblem as {@link demandOpen} */
export async function claimTransfer(
  hub: TransferParts,
  terminal: KnownTerminal,
  transferId: string,
): Promise<TransferClaim> {
  await sweep(hub)
  return hub.database.transaction(async (queries) => {
    const row = await demandOpen(queries, terminal, transferId)
    await queries.rows(
      'UPDATE draft_transfers SET claimed_by = $2, claimed_at = now() WHERE transfer_id = $1',
      [transferId, terminal.terminalId],
    )
    const [from] = await queries.rows<{ name: string }>('SELECT name FROM terminals WHERE terminal_id = $1', [
      row.from_terminal,
    ])
    return {
      transferId,
      fromTerminal: row.from_terminal,
      fromName: from?.name ?? '',
      storedAt: row.stored_at.toISOString(),
      size: row.size,
    }
  })
}

/** A piece of the ciphertext, for the terminal that claimed it. @throws HubProblem `transfer-unknown` */
export async function readTransferPiece(
  hub: TransferParts,
  terminal: KnownTerminal,
  transferId: string,
  offset: number,
): Promise<{ offset: number; bytes: string }> {
  const row = await find(hub.database, transferId)
  const bytes =
    row?.state === 'waiting' && row.claimed_by === terminal.terminalId
      ? await hub.parts.read(transferId, partId)
      : null
  if (bytes === null) throw new HubProblem('transfer-unknown')
  const piece = bytes.subarray(offset, offset + transferPieceBytes)
  return { offset, bytes: Buffer.from(piece).toString('base64url') }
}

/**
 * It is stored at the taker: the ciphertext goes. A repeat gets the same answer.
 * @throws HubProblem as {@link demandOpen}: then the taker must not keep what it has
 */
export async function confirmTransfer(
  hub: TransferParts,
  terminal: KnownTerminal,
  transferId: string,
): Promise<TransferState> {
  const after = await hub.database.transaction(async (queries) => {
    const row = await find(queries, transferId, true)
    if (row?.state === 'taken' && row.claimed_by === terminal.terminalId) return stateOf(row)
    const open = await demandOpen(queries, terminal, transferId)
    if (open.claimed_by !== terminal.terminalId) throw new HubProblem('transfer-unknown')
    await queries.rows("UPDATE draft_transfers SET state = 'taken' WHERE transfer_id = $1", [transferId])
    return { ...stateOf(open), state: 'taken' as const }
  })
  await sweep(hub)
  return after
}
