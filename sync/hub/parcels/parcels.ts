import type { Parcel } from '#sync/api'
import { type Intake, recipientOf } from '#sync/model'
import type { Database, Queries } from '../database.ts'
import { HubProblem } from '../hub-problem.ts'
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

/**
 * 取运单号: the one parcel of an intake whose form says that the results are posted, once there is a result. The address
 * is the sealed form's, not the caller's.
 * @throws HubProblem `not-found` where nothing is to be posted, `parcel-not-ready` while no case is completed
 */
export async function orderParcel(
  { database, provider, readIntake }: ParcelParts,
  terminal: KnownTerminal,
  intakeId: string,
): Promise<Parcel> {
  const [intake] = await database.rows<{ terminal_id: string; state: string; done: string | number }>(
    `SELECT i.terminal_id, i.state,
       (SELECT count(*) FROM cases c WHERE c.intake_id = i.intake_id AND c.status = 'completed') AS done
     FROM intakes i WHERE i.intake_id = $1`,
    [intakeId],
  )
  if (intake?.terminal_id !== terminal.terminalId || intake.state !== 'committed')
    throw new HubProblem('not-found')
  const there = await find(database, intakeId)
  if (there !== null) return there
  const recipient = recipientOf(await readIntake(intakeId))
  if (recipient === null) throw new HubProblem('not-found', { detail: 'nothing is to be posted' })
  if (Number(intake.done) === 0) throw new HubProblem('parcel-not-ready')
  const { carrier, trackingNumber } = await provider.order({ parcelId: intakeId, recipient })
  await database.rows(
    `INSERT INTO parcels (intake_id, carrier, tracking_number, ordered_at) VALUES ($1, $2, $3, now())
     ON CONFLICT (intake_id) DO NOTHING`,
    [intakeId, carrier, trackingNumber],
  )
  return (await find(database, intakeId)) as Parcel
}
