import type { PGlite, Transaction } from '@electric-sql/pglite'
import { openDurablePglite } from './durable-pglite.ts'
import { epochTables } from './backup/epoch.ts'
import { oversightTables, timeCardTables } from './oversight/tables.ts'
import { provinceTables } from './province/tables.ts'
import { reviewTables } from './reviews/tables.ts'
import { webhookTables } from './webhooks/tables.ts'

/** What the hub's code needs of a database: the same on PGlite and on PostgreSQL. */
export interface Queries {
  /** Runs one statement with `$1`-style parameters. */
  rows<R>(sql: string, parameters?: readonly unknown[]): Promise<R[]>
}

/** The hub's database. All that changes together goes through `transaction`. */
export interface Database extends Queries {
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>
  close(): Promise<void>
  /** How many connections are in use, and who waits for one; not of the embedded database. */
  connections?(): { readonly used: number; readonly idle: number; readonly waiting: number }
}

/**
 * In order; each is run once. JSON is kept as text: `jsonb` refuses U+0000 and half a surrogate pair, and one such
 * character in a name would keep an intake from ever arriving.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE terminals (
    terminal_id text PRIMARY KEY,
    site_code text NOT NULL,
    name text NOT NULL,
    public_key text NOT NULL,
    status text NOT NULL CHECK (status IN ('pending', 'approved', 'revoked')),
    enrolled_at timestamptz NOT NULL
  );
  CREATE TABLE request_nonces (
    terminal_id text NOT NULL,
    nonce text NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (terminal_id, nonce)
  );
  CREATE INDEX request_nonces_by_age ON request_nonces (seen_at);
  CREATE TABLE intakes (
    intake_id uuid PRIMARY KEY,
    packet_hash text NOT NULL,
    terminal_id text NOT NULL,
    receipt_number text NOT NULL,
    header bytea NOT NULL,
    signature bytea NOT NULL,
    state text NOT NULL CHECK (state IN ('announced', 'committed')),
    announced_at timestamptz NOT NULL,
    committed_at timestamptz,
    province_number text UNIQUE,
    theme_id text,
    attachments integer NOT NULL DEFAULT 0
  );
  CREATE TABLE intake_parts (
    intake_id uuid NOT NULL REFERENCES intakes,
    part_id text NOT NULL,
    size integer NOT NULL,
    sha256 text NOT NULL,
    stored_at timestamptz NOT NULL,
    PRIMARY KEY (intake_id, part_id)
  );
  CREATE TABLE cases (
    case_id uuid PRIMARY KEY,
    intake_id uuid NOT NULL REFERENCES intakes,
    matter_id text NOT NULL,
    department text NOT NULL,
    case_number text NOT NULL UNIQUE,
    status text NOT NULL,
    place integer NOT NULL,
    waits_for text[] NOT NULL,
    UNIQUE (intake_id, matter_id)
  );
  CREATE INDEX cases_by_department ON cases (department, status);
  CREATE TABLE feed (
    position bigint PRIMARY KEY,
    terminal_id text NOT NULL,
    event text NOT NULL
  );
  CREATE INDEX feed_by_terminal ON feed (terminal_id, position);
  CREATE TABLE counters (name text PRIMARY KEY, value bigint NOT NULL);
  `,
  `
  CREATE TABLE licence_queries (
    query_id uuid PRIMARY KEY,
    terminal_id text NOT NULL,
    operator_id text NOT NULL,
    theme_id text NOT NULL,
    subject text NOT NULL,
    holder text NOT NULL,
    consented_at timestamptz NOT NULL,
    by_code boolean NOT NULL,
    elements text[] NOT NULL,
    materials text[] NOT NULL,
    at timestamptz NOT NULL
  );
  CREATE INDEX licence_queries_by_holder ON licence_queries (holder, at);
  CREATE TABLE taken_codes (code_id uuid PRIMARY KEY, taken_at timestamptz NOT NULL);
  `,
  `
  CREATE TABLE payments (
    intake_id uuid PRIMARY KEY REFERENCES intakes,
    order_number text NOT NULL UNIQUE,
    amount_fen integer NOT NULL,
    items text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'paid')),
    transaction_id text,
    opened_at timestamptz NOT NULL,
    paid_at timestamptz
  );
  CREATE TABLE demonstration_payments (
    order_number text PRIMARY KEY,
    amount_fen integer NOT NULL,
    transaction_id text,
    paid_at timestamptz
  );
  `,
  `
  ALTER TABLE intakes ADD COLUMN progress_proof text;
  CREATE INDEX intakes_by_receipt ON intakes (receipt_number);
  CREATE TABLE withdrawals (
    intake_id uuid PRIMARY KEY REFERENCES intakes,
    withdrawal_id uuid NOT NULL,
    reason text NOT NULL,
    operator_id text NOT NULL,
    asked_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL
  );
  CREATE TABLE progress_failures (
    receipt_number text NOT NULL,
    terminal_id text NOT NULL,
    at timestamptz NOT NULL
  );
  CREATE INDEX progress_failures_by_age ON progress_failures (at);
  `,
  `
  CREATE TABLE parcels (
    intake_id uuid PRIMARY KEY REFERENCES intakes,
    carrier text NOT NULL,
    tracking_number text NOT NULL UNIQUE,
    ordered_at timestamptz NOT NULL
  );
  CREATE TABLE demonstration_parcels (parcel_id text PRIMARY KEY, serial bigserial NOT NULL);
  `,
  `
  ALTER TABLE cases ADD COLUMN result text;
  CREATE TABLE pick_ups (
    pick_up_id uuid PRIMARY KEY,
    intake_id uuid NOT NULL REFERENCES intakes,
    document_ids text[] NOT NULL,
    operator_id text NOT NULL,
    evidence text NOT NULL,
    picked_up_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL
  );
  CREATE INDEX pick_ups_by_intake ON pick_ups (intake_id);
  `,
  `
  CREATE TABLE draft_transfers (
    transfer_id text PRIMARY KEY,
    from_terminal text NOT NULL,
    sha256 text NOT NULL,
    size integer NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'taken', 'recalled', 'expired')),
    erased boolean NOT NULL DEFAULT false,
    claimed_by text,
    claimed_at timestamptz,
    stored_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
  );
  CREATE INDEX draft_transfers_by_terminal ON draft_transfers (from_terminal, state);
  `,
  `
  ALTER TABLE intakes ADD COLUMN supplements uuid REFERENCES intakes;
  CREATE INDEX intakes_by_original ON intakes (supplements);
  ALTER TABLE cases ADD COLUMN before_supplement text;
  `,
  `DROP TABLE intake_parts`,
  `
  CREATE TABLE intake_histories (
    intake_id uuid PRIMARY KEY REFERENCES intakes,
    terminal_id text NOT NULL,
    state text NOT NULL CHECK (state IN ('whole', 'begun-late', 'none', 'broken')),
    steps integer NOT NULL,
    head text NOT NULL,
    faults text NOT NULL,
    submitted_at timestamptz NOT NULL,
    checked_at timestamptz NOT NULL
  );
  CREATE INDEX intake_histories_by_terminal ON intake_histories (terminal_id, submitted_at);
  CREATE INDEX intake_histories_by_state ON intake_histories (state, checked_at);
  `,
  timeCardTables,
  reviewTables,
  epochTables,
  oversightTables,
  webhookTables,
  `
  CREATE TABLE part_offsets (
    intake_id uuid NOT NULL REFERENCES intakes,
    part_id text NOT NULL,
    received integer NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (intake_id, part_id)
  );
  `,
  provinceTables,
]

/** Any number that no other program on the same server uses: hubs that start together bring the tables up one by one. */
const migrationLock = 7_316_220_911

/** The version of the tables that this program works with. */
export const schemaVersion = migrations.length

/** Brings the tables up to date, in one transaction. @param to an older version, whose rows are to be put in first */
export async function migrate(database: Database, to = schemaVersion): Promise<void> {
  await database.transaction(async (queries) => {
    await queries.rows('SELECT pg_advisory_xact_lock($1)', [migrationLock])
    await queries.rows('CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL)')
    const [current] = await queries.rows<{ version: number }>('SELECT version FROM schema_version')
    const from = current?.version ?? 0
    for (const script of migrations.slice(from, to)) {
      for (const statement of script.split(';').filter((part) => part.trim() !== ''))
        await queries.rows(statement)
    }
    const version = Math.max(from, to)
    if (current === undefined) await queries.rows('INSERT INTO schema_version VALUES ($1)', [version])
    else await queries.rows('UPDATE schema_version SET version = $1', [version])
  })
}

function queriesOn(runner: PGlite | Transaction): Queries {
  return {
    rows: async <R>(sql: string, parameters: readonly unknown[] = []) =>
      (await runner.query<R>(sql, [...parameters])).rows,
  }
}

/**
 * Opens the embedded database in `folder` and brings its tables up to date. Its transactions run one after the other,
 * and what they changed is on disk when they resolve.
 */
export async function openEmbeddedDatabase(folder: string, version?: number): Promise<Database> {
  const pglite = await openDurablePglite(folder)
  const database: Database = {
    ...queriesOn(pglite),
    transaction: (work) => pglite.transaction((transaction) => work(queriesOn(transaction))),
    close: () => pglite.close(),
  }
  await migrate(database, version)
  return database
}

/** The next value of a counter. The row is locked until the transaction ends, so values come in commit order. */
export async function nextCount(queries: Queries, name: string): Promise<number> {
  const [row] = await queries.rows<{ value: string | number }>(
    `INSERT INTO counters (name, value) VALUES ($1, 1)
     ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value`,
    [name],
  )
  return Number(row?.value)
}
