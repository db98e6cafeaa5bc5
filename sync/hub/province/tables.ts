/**
 * What a province's platform is to be told, and how far that has got. A report's row names what is told and holds nothing of it: the
 * message is made of the sealed intake and the feed when it is sent. `province_line` is the connection itself, one row; a lane
 * is an intake, whose reports go one after the other.
 */
export const provinceTables = `
  CREATE TABLE province_line (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    position bigint NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    failing_since timestamptz,
    last_problem text,
    last_taken_at timestamptz
  );
  CREATE TABLE province_lanes (
    intake_id uuid PRIMARY KEY REFERENCES intakes,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    failing_since timestamptz,
    last_problem text,
    lease uuid,
    lease_until timestamptz
  );
  CREATE TABLE province_reports (
    serial bigserial PRIMARY KEY,
    report_id uuid NOT NULL UNIQUE,
    intake_id uuid NOT NULL REFERENCES province_lanes,
    case_id uuid NOT NULL REFERENCES cases,
    kind text NOT NULL,
    position bigint NOT NULL,
    review_id uuid REFERENCES reviews,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'taken', 'refused')),
    problem text,
    reason text,
    happened_at timestamptz NOT NULL,
    settled_at timestamptz
  );
  CREATE INDEX province_reports_waiting ON province_reports (intake_id, serial) WHERE state = 'waiting';
  CREATE INDEX province_reports_refused ON province_reports (case_id) WHERE state = 'refused';
  CREATE INDEX province_reports_by_case ON province_reports (case_id, serial);
  CREATE INDEX province_reports_by_review ON province_reports (review_id) WHERE review_id IS NOT NULL;
  CREATE TABLE province_numbers (
    case_id uuid PRIMARY KEY REFERENCES cases,
    number text NOT NULL,
    given_at timestamptz NOT NULL
  )
`
