/** The case that a stored event is about, as SQL; null for one about a whole intake. */
export const caseInEvent = `substring(event from '"case":[{]"caseId":"([0-9a-f-]{36})"')::uuid`

/**
 * 红黄牌. The feed is also the progress log of each case, and can be read by it. A card is written once, and the table
 * refuses every change of it; `\\073` is the semicolon, at which a script is cut into its statements.
 */
export const timeCardTables = `
  ALTER TABLE feed ADD COLUMN case_id uuid;
  UPDATE feed SET case_id = ${caseInEvent};
  CREATE INDEX feed_by_case ON feed (case_id, position);
  ALTER TABLE cases ADD COLUMN clock_settled boolean NOT NULL DEFAULT false;
  CREATE INDEX cases_with_clock ON cases (case_id) WHERE NOT clock_settled;
  CREATE TABLE time_cards (
    case_id uuid NOT NULL REFERENCES cases,
    kind text NOT NULL CHECK (kind IN ('acceptance', 'completion')),
    colour text NOT NULL CHECK (colour IN ('yellow', 'red')),
    given_at timestamptz NOT NULL,
    given_by text NOT NULL CHECK (given_by IN ('clock', 'staff', 'supervisor')),
    day text NOT NULL,
    started_on text NOT NULL,
    working_days integer NOT NULL,
    used_days integer NOT NULL,
    PRIMARY KEY (case_id, kind, colour)
  );
  CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql
    AS E'BEGIN RAISE EXCEPTION ''what was recorded in % stays'', TG_TABLE_NAME\\073 END';
  CREATE TRIGGER time_cards_stay BEFORE UPDATE OR DELETE ON time_cards
    FOR EACH ROW EXECUTE FUNCTION refuse_change()
`

/** What the supervisor's page and the metrics are read from; nothing in it names a person. */
export const oversightTables = `
  CREATE TABLE terminal_contacts (
    terminal_id text PRIMARY KEY,
    seen_at timestamptz NOT NULL,
    software text
  );
  CREATE TABLE terminal_failures (
    terminal_id text NOT NULL,
    operation text NOT NULL,
    problem text NOT NULL,
    receipt_number text NOT NULL,
    times integer NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (terminal_id, operation, problem, receipt_number)
  );
  CREATE TABLE intake_findings (
    intake_id uuid PRIMARY KEY REFERENCES intakes,
    explained integer NOT NULL,
    unexplained integer NOT NULL
  );
  CREATE TABLE supervisor_sessions (
    session text PRIMARY KEY,
    began_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL
  );
  CREATE TABLE supervisor_failures (address text NOT NULL, at timestamptz NOT NULL);
  CREATE INDEX supervisor_failures_by_age ON supervisor_failures (at)
`
