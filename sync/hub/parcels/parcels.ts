import type { HubCase, Parcel } from '#sync/api'
import { type Intake, isInHall, recipientOf } from '#sync/model'
import { casesOf } from '../cases.ts'
import type { Database, Queries } from '../database.ts'
import { HubProblem } from '../hub-problem.ts'
import { noteHandOver } from '../results.ts'
import type { KnownTerminal } from '../terminals.ts'
import type { PostProvider } from './provider.ts'

/** What ordering a parcel takes. */
export interface ParcelParts {
  readonly database: Database
  readonly provider: PostProvider
  /** The intake from its sealed part. */
  readonly readIntake: (intakeId: string) => Promise<Intake>
}

interface ParcelRow {
  readonly intake_id: string
  readonly carrier: string
  readonly tracking_number: string
  readonly ordered_at: Date
}

async function find(queries: Queries, intakeId: string): Promise<Parcel | null> {
  const [row] = await queries.rows<ParcelRow>('SELECT * FROM parcels WHERE intake_id = $1', [intakeId])
  return row === undefined
    ? null
    : {
        intakeId: row.intake_id,
        carrier: row.carrier,
        trackingNumber: row.tracking_number,
        orderedAt: row.ordered_at.toISOString(),
      }
}

/** Whether a case has something to put into an envelope. A department that entered no result may still have papers. */
function hasPapers({ status, result }: HubCase): boolean {
  return status === 'completed' && (result === null || result.documents.some(isInHall))
}

/**
 * 取运单号: the one parcel of an intake whose form says that the results are posted, once there is a result. The address
 * is the sealed form's, not the caller's.
 * What goes into it is what is there and was not collected:
 * from then on it is noted as posted.
 * @throws HubProblem `not-found` where nothing is to be posted, `parcel-not-ready` while there is nothing to put into it
 */
export async function orderParcel(
  { database, provider, readIntake }: ParcelParts,
  terminal: KnownTerminal,
  intakeId: string,
): Promise<Parcel> {
  const [intake] = await database.rows<{ terminal_id: string; state: string }>(
    'SELECT terminal_id, state FROM intakes WHERE intake_id = $1',
    [intakeId],
  )
  if (intake?.terminal_id !== terminal.terminalId || intake.state !== 'committed')
    throw new HubProblem('not-found')
  const there = await find(database, intakeId)
  if (there !== null) return there
  const recipient = recipientOf(await readIntake(intakeId))
  if (recipient === null) throw new HubProblem('not-found', { detail: 'nothing is to be posted' })
  if (!(await casesOf(database, intakeId)).some(hasPapers)) throw new HubProblem('parcel-not-ready')
  const { carrier, trackingNumber } = await provider.order({ parcelId: intakeId, recipient })
  await database.transaction(async (queries) => {
    const fresh = await queries.rows(
      `INSERT INTO parcels (intake_id, carrier, tracking_number, ordered_at) VALUES ($1, $2, $3, now())
       ON CONFLICT (intake_id) DO NOTHING RETURNING intake_id`,
      [intakeId, carrier, trackingNumber],
    )
    if (fresh.length === 0) return
    const place = { terminalId: terminal.terminalId, intakeId }
    const handOver = { way: 'posted' as const, at: new Date().toISOString() }
    for (const one of await casesOf(queries, intakeId, 'for-update')) {
      const papers = (one.result?.documents ?? []).filter(isInHall).map(({ documentId }) => documentId)
      await noteHandOver(queries, place, one, new Set(papers), handOver)
    }
  })
  return (await find(database, intakeId)) as Parcel
}
