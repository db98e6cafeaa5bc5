/**
 * 好差评. A review's subject is the case, or the intake for the visit as a whole: it has one review. What was done about a bad one
 * is added line by line; `refuse_change` came with the cards.
 */
export const reviewTables = `
  CREATE TABLE reviews (
    review_id uuid PRIMARY KEY,
    subject_id uuid NOT NULL UNIQUE,
    intake_id uuid NOT NULL REFERENCES intakes,
    case_id uuid REFERENCES cases,
    satisfaction text NOT NULL,
    reasons text NOT NULL,
    channel text NOT NULL,
    reviewed_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL
  );
  CREATE INDEX reviews_by_age ON reviews (received_at);
  CREATE TRIGGER reviews_stay BEFORE UPDATE OR DELETE ON reviews FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TABLE review_follow_ups (
    serial bigserial PRIMARY KEY,
    follow_up_id uuid NOT NULL UNIQUE,
    review_id uuid NOT NULL REFERENCES reviews,
    state text NOT NULL,
    note text NOT NULL,
    by_whom text NOT NULL,
    at timestamptz NOT NULL
  );
  CREATE INDEX review_follow_ups_by_review ON review_follow_ups (review_id, serial);
  CREATE TRIGGER review_follow_ups_stay BEFORE UPDATE OR DELETE ON review_follow_ups
    FOR EACH ROW EXECUTE FUNCTION refuse_change()
`
