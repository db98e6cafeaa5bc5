/** How far each department's inbox has been told; the feed itself is what is told. A lease is held while one hub is telling. */
export const webhookTables = `
  CREATE TABLE webhook_endpoints (
    department text PRIMARY KEY,
    position bigint NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    failing_since timestamptz,
    last_problem text,
    last_delivered_at timestamptz,
    lease uuid,
    lease_until timestamptz
  );
`
