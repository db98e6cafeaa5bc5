import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Database } from '../../database.ts'

/** What sessions are kept with. */
export interface SessionParts {
  readonly database: Database
  readonly token: string
  /** A keyed digest: no address is stored. */
  readonly pseudonym: (text: string) => Promise<string>
}

/** A working day. */
export const sessionHours = 10
/** So many wrong tries within the window from one address, and from all together: what is behind a proxy is one address. */
const triesPerAddress = 5
const triesOfAll = 100
const windowMinutes = 15

/** Any number that no other lock of the hub uses: tries are counted one after the other. */
const triesLock = 7_316_220_912

const cookieName = 'yichuang_supervisor'

/** The session is bound to the token: a new token ends all that were opened with the old one. */
function sessionDigest(token: string, session: string): string {
  return createHmac('sha256', token).update(session).digest('hex')
}

/** Digests are compared, so that neither time nor length tells how much of a try was right. */
function isToken(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(token))
}

/**
 * Opens a session for whoever has the token. Wrong tries are counted in the database: a restart forgives nothing, and of several
 * hubs each knows all of them. Also the right token is not taken from an address that has tried too often.
 * @returns the session's secret, or why there is none
 */
export async function openSession(
  { database, token, pseudonym }: SessionParts,
  given: string,
  address: string,
): Promise<{ readonly session: string } | 'wrong' | 'too-many'> {
  const from = await pseudonym(`supervisor ${address}`)
  return database.transaction(async (queries) => {
    await queries.rows('SELECT pg_advisory_xact_lock($1)', [triesLock])
    await queries.rows(
      `DELETE FROM supervisor_failures WHERE at < now() - interval '${String(windowMinutes)} minutes'`,
    )
    const [tries] = await queries.rows<{ own: string; all: string }>(
      `SELECT count(*) FILTER (WHERE address = $1) AS own, count(*) AS all FROM supervisor_failures`,
      [from],
    )
    if (Number(tries?.own) >= triesPerAddress || Number(tries?.all) >= triesOfAll) return 'too-many'
    if (!isToken(given, token)) {
      await queries.rows('INSERT INTO supervisor_failures (address, at) VALUES ($1, now())', [from])
      return 'wrong'
    }
    const session = randomBytes(32).toString('base64url')
    await queries.rows('DELETE FROM supervisor_sessions WHERE ends_at < now()')
    await queries.rows(
      `INSERT INTO supervisor_sessions (session, began_at, ends_at)
       VALUES ($1, now(), now() + make_interval(hours => $2))`,
      [sessionDigest(token, session), sessionHours],
    )
    return { session }
  })
}

/** Whether a request's cookies hold a session that is open. */
export async function hasSession(
  { database, token }: SessionParts,
  cookies: string | undefined,
): Promise<boolean> {
  const session = sessionIn(cookies)
  if (session === null) return false
  const rows = await database.rows(
    'SELECT 1 FROM supervisor_sessions WHERE session = $1 AND ends_at > now()',
    [sessionDigest(token, session)],
  )
  return rows.length > 0
}

/** Ends a session for every hub. */
export async function endSession(
  { database, token }: SessionParts,
  cookies: string | undefined,
): Promise<void> {
  const session = sessionIn(cookies)
  if (session === null) return
  await database.rows('DELETE FROM supervisor_sessions WHERE session = $1', [sessionDigest(token, session)])
}

function sessionIn(cookies: string | undefined): string | null {
  for (const pair of (cookies ?? '').split(';')) {
    const [name, value] = pair.trim().split('=')
    if (name === cookieName && value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value)) return value
  }
  return null
}

/** The cookie's line: not for scripts, not for other sites, over TLS only where the page came over it. */
export function sessionCookie(session: string | null, overTls: boolean): string {
  const age = session === null ? 0 : sessionHours * 3600
  const secure = overTls ? '; Secure' : ''
  return `${cookieName}=${session ?? ''}; Path=/supervisor; HttpOnly; SameSite=Strict; Max-Age=${String(age)}${secure}`
}
