import { type IntakeParts, storePart } from './intakes.ts'
import type { Queries } from './database.ts'
import { HubProblem } from './hub-problem.ts'
import type { KnownTerminal } from './terminals.ts'

/** How much of a part is here, for good. */
export interface Received {
  readonly received: number
  readonly size: number
}

/** Which part a terminal speaks of. */
export interface NamedPart {
  readonly intakeId: string
  readonly partId: string
}

async function sizeOf({ announced }: IntakeParts, terminal: KnownTerminal, part: NamedPart): Promise<number> {
  const header = await announced.headerOf(part.intakeId, terminal.terminalId)
  const described = header.parts.find(({ id }) => id === part.partId)
  if (described === undefined) throw new HubProblem('not-found', { detail: 'the packet has no such part' })
  return described.size
}

/** What the row says, as far as the disk has it: after a restored back-up or a power cut it may have less. */
async function offsetOf(
  queries: Queries,
  { parts }: IntakeParts,
  { intakeId, partId }: NamedPart,
): Promise<number> {
  const [row] = await queries.rows<{ received: number }>(
    'SELECT received FROM part_offsets WHERE intake_id = $1 AND part_id = $2 FOR UPDATE',
    [intakeId, partId],
  )
  return Math.min(row?.received ?? 0, await parts.begunSizeOf(intakeId, partId))
}

/**
 * 续传: where the terminal goes on with a part.
 * @throws HubProblem `intake-unknown`, `not-found`, or `digest-mismatch` for what is to be sent anew.
 */
export async function receivedOf(
  hub: IntakeParts,
  terminal: KnownTerminal,
  part: NamedPart,
): Promise<Received> {
  const size = await sizeOf(hub, terminal, part)
  if ((await hub.parts.sizeOf(part.intakeId, part.partId)) === size) return { received: size, size }
  const received = await hub.database.transaction((queries) => offsetOf(queries, hub, part))
  // The hub was ended after the last piece and before the whole was looked at.
  if (received === size) await complete(hub, terminal, part)
  return { received, size }
}

/**
 * 续传: takes the next piece of a part. It is on the disk before its row says so, and with the last one the whole is checked
 * against the signed header. A repeat of a piece that is here changes nothing.
 * @param offset where in the part the piece begins
 * @throws HubProblem `intake-unknown`, `not-found`, `offset-conflict`, `too-large` or `digest-mismatch`.
 */
export async function receivePiece(
  hub: IntakeParts,
  terminal: KnownTerminal,
  part: NamedPart & { readonly offset: number },
  bytes: Uint8Array,
): Promise<Received> {
  const { intakeId, partId, offset } = part
  const size = await sizeOf(hub, terminal, part)
  const end = offset + bytes.length
  if (end > size) throw new HubProblem('too-large', { detail: 'the piece goes beyond its part' })
  if ((await hub.parts.sizeOf(intakeId, partId)) === size) return { received: size, size }
  const received = await hub.database.transaction(async (queries) => {
    // The row is the lock: two hubs behind a balancer may be given the same piece.
    await queries.rows(
      `INSERT INTO part_offsets (intake_id, part_id, received, changed_at) VALUES ($1, $2, 0, now())
       ON CONFLICT DO NOTHING`,
      [intakeId, partId],
    )
    const here = await offsetOf(queries, hub, part)
    if (end <= here) return here
    if (offset !== here) throw new HubProblem('offset-conflict', { detail: `received ${here}` })
    await hub.parts.append(intakeId, partId, here, bytes)
    await queries.rows(
      'UPDATE part_offsets SET received = $3, changed_at = now() WHERE intake_id = $1 AND part_id = $2',
      [intakeId, partId, end],
    )
    return end
  })
  if (received === size) await complete(hub, terminal, part)
  return { received, size }
}

/** All is here: it becomes the part, or is thrown away and sent anew. */
async function complete(hub: IntakeParts, terminal: KnownTerminal, part: NamedPart): Promise<void> {
  const { intakeId, partId } = part
  const bytes = await hub.parts.readBegun(intakeId, partId)
  // Another hub was asked the same and has been quicker.
  if (bytes === null) return
  try {
    await storePart(hub, terminal, part, bytes)
    // It came over a bad line: no power cut shall ask for it again.
    await hub.parts.settle(intakeId)
  } finally {
    await hub.database.rows('DELETE FROM part_offsets WHERE intake_id = $1 AND part_id = $2', [
      intakeId,
      partId,
    ])
    await hub.parts.dropBegun(intakeId, partId)
  }
}
