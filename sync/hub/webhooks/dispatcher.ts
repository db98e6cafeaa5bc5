import { randomUUID } from 'node:crypto'
import {
  feedEventSchema,
  type RequestSigner,
  signRequest,
  type WebhookProblem,
  type WebhookState,
} from '#sync/api'
import type { Database } from '../database.ts'
import { startWatch, type Watch } from '../oversight/watch.ts'
import type { WebhookEndpoint } from './endpoints.ts'
import { webhookEventsOf } from './events.ts'
import { postLimits, type PostLimits, postOnce } from './post.ts'

/** Failing as long as this, somebody should look. */
const deadAfterMs = 60 * 60_000
/** Events of the feed that are looked at under one lease. */
const eventsAtOnce = 50
/** What a hub may take beside a call before another one takes its place. */
const leaseGraceMs = 30_000

/** When to try again: a random share of a doubling time, within these. */
export interface WebhookBackoff {
  readonly baseMs: number
  readonly leastMs: number
  readonly capMs: number
}

/** How long to wait after this many failures in a row. */
export function delayMs({ baseMs, leastMs, capMs }: WebhookBackoff, attempts: number): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(attempts - 1, 20))
  return Math.max(leastMs, Math.round(Math.random() * ceiling))
}

const defaultBackoff: WebhookBackoff = { baseMs: 2_000, leastMs: 500, capMs: 10 * 60_000 }

/** What telling the departments works with. */
export interface WebhookParts {
  readonly database: Database
  readonly endpoints: readonly WebhookEndpoint[]
  /** The hub's own Ed25519 key for this. */
  readonly signer: RequestSigner
  readonly limits?: PostLimits
  readonly backoff?: WebhookBackoff
}

interface Leased {
  readonly position: string | number
  readonly attempts: number
}

/**
 * 部门通知: tells each department's inbox of its cases, in the feed's order, one call at a time. What was told is a position in the
 * database, moved on only when the inbox has answered; an event may be sent twice and has the same id then. Several hubs share the
 * work: whoever has a department's lease tells it, and a hub that dies leaves a lease that ends.
 */
export class WebhookDispatcher {
  readonly #parts: Required<WebhookParts>

  constructor(parts: WebhookParts) {
    this.#parts = { limits: postLimits, backoff: defaultBackoff, ...parts }
  }

  /** Makes new departments known, from now on: what is there already they fetch. */
  async open(): Promise<void> {
    for (const { department } of this.#parts.endpoints)
      await this.#parts.database.rows(
        `INSERT INTO webhook_endpoints (department, position)
         SELECT $1, coalesce((SELECT value FROM counters WHERE name = 'feed'), 0) ON CONFLICT DO NOTHING`,
        [department],
      )
  }

  /** Begins to tell; a department that is slow or dead holds up no other. */
  async start(everyMs: number): Promise<Watch> {
    await this.open()
    const watches = this.#parts.endpoints.map((endpoint) => startWatch(() => this.tell(endpoint), everyMs))
    return {
      stop: async () => {
        await Promise.all(watches.map((watch) => watch.stop()))
      },
    }
  }

  /** Tells one department what is due. @returns how many events its inbox has taken */
  async tell(endpoint: WebhookEndpoint): Promise<number> {
    const lease = randomUUID()
    let told = 0
    for (;;) {
      const leased = await this.#lease(endpoint, lease)
      if (leased === null) return told
      const outcome = await this.#tellSome(endpoint, lease, leased)
      told += outcome.told
      if (!outcome.more) return told
    }
  }

  async #lease({ department }: WebhookEndpoint, lease: string): Promise<Leased | null> {
    const [row] = await this.#parts.database.rows<Leased>(
      `UPDATE webhook_endpoints SET lease = $2, lease_until = now() + make_interval(secs => $3)
       WHERE department = (
         SELECT department FROM webhook_endpoints WHERE department = $1 AND next_attempt_at <= now()
           AND (lease IS NULL OR lease_until < now() OR lease = $2)
           AND EXISTS (SELECT 1 FROM feed WHERE feed.position > webhook_endpoints.position)
         FOR UPDATE SKIP LOCKED)
       RETURNING position, attempts`,
      [department, lease, this.#leaseSeconds],
    )
    return row ?? null
  }

  /** Longer than a call may take: before each call it begins anew. */
  get #leaseSeconds(): number {
    return (this.#parts.limits.deadlineMs + leaseGraceMs) / 1000
  }

  async #keepLease(department: string, lease: string): Promise<boolean> {
    const rows = await this.#parts.database.rows(
      `UPDATE webhook_endpoints SET lease_until = now() + make_interval(secs => $3)
       WHERE department = $1 AND lease = $2 RETURNING department`,
      [department, lease, this.#leaseSeconds],
    )
    return rows.length > 0
  }

  async #tellSome(
    endpoint: WebhookEndpoint,
    lease: string,
    { position, attempts }: Leased,
  ): Promise<{ told: number; more: boolean }> {
    const { database } = this.#parts
    const { department } = endpoint
    const rows = await database.rows<{ position: string | number; event: string }>(
      'SELECT position, event FROM feed WHERE position > $1 ORDER BY position LIMIT $2',
      [position, eventsAtOnce],
    )
    for (const row of rows) {
      const events = webhookEventsOf(feedEventSchema.parse(JSON.parse(row.event)), department)
      if (events.length === 0) continue
      for (const event of events) {
        if (!(await this.#keepLease(department, lease))) return { told: 0, more: false }
        const problem = await this.#post(endpoint, event)
        if (problem !== null) {
          await this.#failed(department, lease, {
            problem,
            attempts: attempts + 1,
            before: Number(row.position) - 1,
          })
          return { told: 0, more: false }
        }
      }
      const kept = await this.#moveOn(department, lease, row.position, true)
      return { told: events.length, more: kept }
    }
    const last = rows.at(-1)
    await this.#moveOn(department, lease, last?.position ?? position, false)
    return { told: 0, more: rows.length === eventsAtOnce }
  }

  async #post(
    endpoint: WebhookEndpoint,
    event: ReturnType<typeof webhookEventsOf>[number],
  ): Promise<WebhookProblem | null> {
    const body = new TextEncoder().encode(JSON.stringify(event))
    const { url } = endpoint
    const signed = await signRequest(
      { method: 'POST', path: url.pathname + url.search, body },
      this.#parts.signer,
      {},
      'hub',
    )
    const headers = { ...signed, 'content-type': 'application/json', 'idempotency-key': event.deliveryId }
    return postOnce(endpoint, body, headers, this.#parts.limits)
  }

  /** @returns false when the lease was lost meanwhile: another hub goes on from where it found it */
  async #moveOn(
    department: string,
    lease: string,
    position: string | number,
    delivered: boolean,
  ): Promise<boolean> {
    const rows = await this.#parts.database.rows(
      `UPDATE webhook_endpoints SET position = $3, lease = NULL, lease_until = NULL,
         attempts = CASE WHEN $4 THEN 0 ELSE attempts END,
         failing_since = CASE WHEN $4 THEN NULL ELSE failing_since END,
         last_problem = CASE WHEN $4 THEN NULL ELSE last_problem END,
         last_delivered_at = CASE WHEN $4 THEN now() ELSE last_delivered_at END
       WHERE department = $1 AND lease = $2 RETURNING department`,
      [department, lease, position, delivered],
    )
    return rows.length > 0
  }

  async #failed(
    department: string,
    lease: string,
    { problem, attempts, before }: { problem: WebhookProblem; attempts: number; before: number },
  ): Promise<void> {
    const pauseMs = delayMs(this.#parts.backoff, attempts)
    await this.#parts.database.rows(
      `UPDATE webhook_endpoints SET position = greatest(position, $6), lease = NULL, lease_until = NULL, attempts = $3,
         last_problem = $4, failing_since = coalesce(failing_since, now()),
         next_attempt_at = now() + make_interval(secs => $5)
       WHERE department = $1 AND lease = $2`,
      [department, lease, attempts, problem, pauseMs / 1000, before],
    )
  }
}

interface StateRow {
  readonly department: string
  readonly attempts: number
  readonly failing_since: Date | null
  readonly last_problem: WebhookProblem | null
  readonly next_attempt_at: Date
  readonly last_delivered_at: Date | null
  readonly behind: string | number
}

/** How the departments' inboxes stand, for the supervisor. */
export async function webhookStates(
  database: Database,
  endpoints: readonly WebhookEndpoint[],
): Promise<WebhookState[]> {
  const rows = await database.rows<StateRow>(
    `SELECT *, (SELECT count(*) FROM feed f WHERE f.position > w.position) AS behind FROM webhook_endpoints w`,
  )
  return endpoints.flatMap(({ department, url }) => {
    const row = rows.find((one) => one.department === department)
    if (row === undefined) return []
    const since = row.failing_since
    const failing = since !== null && Date.now() - since.getTime() >= deadAfterMs ? 'dead' : 'failing'
    return [
      {
        department,
        url: url.href,
        state: since === null ? 'ok' : failing,
        attempts: row.attempts,
        failingSince: since?.toISOString() ?? null,
        lastProblem: row.last_problem,
        nextAttemptAt: since === null ? null : row.next_attempt_at.toISOString(),
        lastDeliveredAt: row.last_delivered_at?.toISOString() ?? null,
        behind: Number(row.behind),
      } satisfies WebhookState,
    ]
  })
}
