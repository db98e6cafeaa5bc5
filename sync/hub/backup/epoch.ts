import type { Queries } from '../database.ts'

/**
 * A stretch of this hub's life between two restorations. What was confirmed after the back-up that it began from is unknown
 * to it, so nothing that the lost stretch may have given out is given out again.
 */
export interface Epoch {
  readonly epoch: string
  /** Requests that were signed before this may have been taken in the lost stretch. */
  readonly beganAt: Date
}

/** In order of the migrations: a hub that was never restored is in its first epoch. */
export const epochTables = `
  CREATE TABLE hub_epochs (
    number integer PRIMARY KEY,
    epoch text NOT NULL,
    began_at timestamptz NOT NULL,
    lost_after bigint NOT NULL,
    lost_until bigint NOT NULL
  );
  INSERT INTO hub_epochs VALUES (1, gen_random_uuid()::text, '1970-01-01T00:00:00Z', 0, 0);
  CREATE TABLE former_numbers (intake_id uuid PRIMARY KEY, province_number text NOT NULL UNIQUE);
`

/**
 * How far counters jump: further than a hub can count between two back-ups. Positions of the feed must stay above all
 * that terminals have heard, official numbers above all that citizens hold.
 */
const feedJump = 1_000_000_000
const numberJump = 1_000_000

/** The epoch that the hub is in. */
export async function currentEpoch(queries: Queries): Promise<Epoch> {
  const [row] = await queries.rows<{ epoch: string; began_at: Date }>(
    'SELECT epoch, began_at FROM hub_epochs ORDER BY number DESC LIMIT 1',
  )
  if (row === undefined) throw new Error('the database has no epoch')
  return { epoch: row.epoch, beganAt: row.began_at }
}

async function jump(queries: Queries, name: string, by: number): Promise<{ from: number; to: number }> {
  await queries.rows('INSERT INTO counters (name, value) VALUES ($1, 0) ON CONFLICT DO NOTHING', [name])
  const [before] = await queries.rows<{ value: string | number }>(
    'SELECT value FROM counters WHERE name = $1',
    [name],
  )
  const from = Number(before?.value)
  const to = (Math.floor(from / by) + 1) * by
  await queries.rows('UPDATE counters SET value = $2 WHERE name = $1', [name, to])
  return { from, to }
}

async function jumpSequences(queries: Queries): Promise<void> {
  const sequences = await queries.rows<{ sequencename: string; last_value: string | number | null }>(
    'SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()',
  )
  for (const { sequencename, last_value } of sequences)
    await queries.rows('SELECT setval($1::regclass, $2)', [
      `"${sequencename}"`,
      Number(last_value ?? 0) + numberJump,
    ])
}

/**
 * Begins another epoch, in the transaction that put an older state back: cursors are refused from now on, counters jump,
 * and what can be used once (接办码, and by the epoch's beginning requests and 亮证码) does not revive.
 */
export async function beginEpoch(queries: Queries): Promise<Epoch> {
  await jump(queries, 'feed', feedJump)
  const lost = await jump(queries, 'province-number', numberJump)
  const others = await queries.rows<{ name: string }>(
    "SELECT name FROM counters WHERE name NOT IN ('feed', 'province-number')",
  )
  for (const { name } of others) await jump(queries, name, numberJump)
  await jumpSequences(queries)
  await queries.rows("UPDATE draft_transfers SET state = 'expired' WHERE state = 'waiting'")
  await queries.rows(
    `INSERT INTO hub_epochs (number, epoch, began_at, lost_after, lost_until)
     SELECT max(number) + 1, gen_random_uuid()::text, date_trunc('second', clock_timestamp()), $1, $2 FROM hub_epochs`,
    [lost.from, lost.to],
  )
  return currentEpoch(queries)
}

/** Whether a running number may have been given out in a stretch that a restoration lost. */
export async function isOfLostStretch(queries: Queries, count: number): Promise<boolean> {
  const rows = await queries.rows(
    'SELECT 1 FROM hub_epochs WHERE $1 > lost_after AND $1 <= lost_until LIMIT 1',
    [count],
  )
  return rows.length > 0
}
