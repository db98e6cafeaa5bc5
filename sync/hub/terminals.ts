import { ed25519Verifier, SignatureError, verifyRequest } from '#sync/api'
import { currentEpoch } from './backup/epoch.ts'
import type { Database } from './database.ts'
import { HubProblem } from './hub-problem.ts'

/** A request as it came in, with exactly the bytes that were signed. */
export interface SignedCall {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array | null
}

interface TerminalRow {
  readonly terminal_id: string
  readonly site_code: string
  readonly public_key: string
  readonly status: 'pending' | 'approved' | 'revoked'
}

interface KnownKey {
  readonly row: TerminalRow
  readonly verify: (data: Uint8Array, signature: Uint8Array) => Promise<boolean>
}

/** Old nonces are removed this often. */
const sweepEveryMs = 60_000

/** A terminal whose signature held. */
export interface KnownTerminal {
  readonly terminalId: string
  readonly siteCode: string
  readonly verify: (data: Uint8Array, signature: Uint8Array) => Promise<boolean>
}

/**
 * How far a request's time may be from the hub's: a day. A station's clock may be off by minutes, or by hours after its
 * battery died, and that must not stop an upload (the terminal warns of it by itself); a wrong date is told. Nothing is
 * lost by it: a replay is found by its nonce, which is kept for as long as the request could still be taken. Requests
 * are signed anew at each attempt, so offline time does not count.
 */
export const defaultClockToleranceMs = 24 * 60 * 60_000

function signatureProblem(error: unknown): HubProblem {
  if (!(error instanceof SignatureError)) throw error
  if (error.reason === 'digest') return new HubProblem('digest-mismatch', { detail: error.message })
  if (error.reason === 'wrong-key') return new HubProblem('terminal-unknown', { detail: error.message })
  return new HubProblem('not-signed', { detail: error.message })
}

/** 终端名册: who may send, and whether a request really is theirs, is fresh, and is new. */
export class Terminals {
  readonly #database: Database
  readonly #approveAtOnce: boolean
  /** Keys by terminal; what they are allowed is asked of the database at each request. */
  readonly #keys = new Map<string, KnownKey>()
  #sweptAt = 0
  readonly #toleranceMs: number

  constructor(database: Database, options: { approveAtOnce: boolean; clockToleranceMs?: number }) {
    this.#database = database
    this.#approveAtOnce = options.approveAtOnce
    this.#toleranceMs = options.clockToleranceMs ?? defaultClockToleranceMs
  }

  /**
   * Registers a terminal by the key that the request is signed with. Repeating it gives the same answer.
   * @throws HubProblem `not-signed`, `clock-skew` or `terminal-key-conflict`.
   */
  async enrol(
    terminalId: string,
    enrolment: { siteCode: string; name: string; publicKey: string },
    call: SignedCall,
  ): Promise<TerminalRow['status']> {
    const verify = await ed25519Verifier(enrolment.publicKey).catch(() => null)
    if (verify === null)
      throw new HubProblem('malformed-request', { detail: 'publicKey is not an Ed25519 key' })
    const { created } = await this.#verified(call, (keyId) =>
      Promise.resolve(keyId === terminalId ? verify : null),
    )
    this.#demandFresh(created)
    const status = this.#approveAtOnce ? 'approved' : 'pending'
    await this.#database.rows(
      `INSERT INTO terminals (terminal_id, site_code, name, public_key, status, enrolled_at)
       VALUES ($1, $2, $3, $4, $5, now()) ON CONFLICT (terminal_id) DO NOTHING`,
      [terminalId, enrolment.siteCode, enrolment.name, enrolment.publicKey, status],
    )
    const row = await this.#find(terminalId)
    if (row?.public_key !== enrolment.publicKey) throw new HubProblem('terminal-key-conflict')
    return row.status
  }

  /**
   * Who sent this request.
   * @throws HubProblem `not-signed`, `digest-mismatch`, `clock-skew`, `replayed-request`, `terminal-unknown`,
   * `terminal-pending` or `terminal-revoked`.
   */
  async authenticate(call: SignedCall): Promise<KnownTerminal> {
    let used: KnownKey | null = null as KnownKey | null
    const { created, nonce, keyId } = await this.#verified(call, async (id) => {
      used = this.#keys.get(id) ?? (await this.#remember(id))
      return used?.verify ?? null
    })
    if (used === null) throw new HubProblem('terminal-unknown')
    this.#demandFresh(created)
    const { row, verify } = used
    if (await this.#admit(row, nonce, created))
      return { terminalId: row.terminal_id, siteCode: row.site_code, verify }
    const now = await this.#find(keyId)
    if (now?.status === 'pending') throw new HubProblem('terminal-pending')
    if (now?.status === 'revoked') throw new HubProblem('terminal-revoked')
    if (now?.public_key === row.public_key) {
      const { beganAt } = await currentEpoch(this.#database)
      if (created < beganAt) throw new HubProblem('clock-skew', { hubTime: new Date().toISOString() })
      throw new HubProblem('replayed-request')
    }
    // The database was put back or changed beneath us: what was remembered is not so any more.
    this.#keys.delete(keyId)
    throw new HubProblem('terminal-unknown')
  }

  /**
   * A terminal by its id, for what it signed long before somebody else brings it.
   * @throws HubProblem `terminal-unknown`, `terminal-pending` or `terminal-revoked`.
   */
  async known(terminalId: string): Promise<KnownTerminal> {
    const row = await this.#find(terminalId)
    if (row === null) throw new HubProblem('terminal-unknown')
    if (row.status !== 'approved') throw new HubProblem(`terminal-${row.status}`)
    return {
      terminalId,
      siteCode: row.site_code,
      verify: await ed25519Verifier(row.public_key),
    }
  }

  async #remember(terminalId: string): Promise<KnownKey | null> {
    const row = await this.#find(terminalId)
    if (row === null) return null
    const known = { row, verify: await ed25519Verifier(row.public_key) }
    this.#keys.set(terminalId, known)
    return known
  }

  async #verified(
    call: SignedCall,
    findKey: Parameters<typeof verifyRequest>[1],
  ): Promise<Awaited<ReturnType<typeof verifyRequest>>> {
    try {
      return await verifyRequest(call, findKey)
    } catch (error) {
      throw signatureProblem(error)
    }
  }

  #demandFresh(created: Date): void {
    if (Math.abs(Date.now() - created.getTime()) > this.#toleranceMs) {
      throw new HubProblem('clock-skew', { hubTime: new Date().toISOString() })
    }
  }

  /**
   * In one statement: the terminal is approved with this very key, the nonce is new, and the request is not from before a
   * restoration, which has forgotten the nonces since its back-up; false when one of them is not so.
   *
   * It is not waited until the nonce is on disk: whatever the request goes on to change is committed behind it in the same log, so
   * that a power cut which takes the nonce back takes the change with it.
   */
  async #admit(row: TerminalRow, nonce: string, created: Date): Promise<boolean> {
    const now = Date.now()
    if (Math.abs(now - this.#sweptAt) > sweepEveryMs) {
      this.#sweptAt = now
      await this.#database.rows(
        `DELETE FROM request_nonces WHERE seen_at < now() - make_interval(secs => $1)`,
        [(2 * this.#toleranceMs) / 1000],
      )
    }
    const fresh = await this.#database.rows(
      `INSERT INTO request_nonces (terminal_id, nonce, seen_at)
       SELECT terminal_id, $3, now() FROM terminals
       WHERE terminal_id = $1 AND public_key = $2 AND status = 'approved'
         AND $4::timestamptz >= (SELECT max(began_at) FROM hub_epochs)
         AND set_config('synchronous_commit', 'off', true) = 'off'
       ON CONFLICT DO NOTHING RETURNING nonce`,
      [row.terminal_id, row.public_key, nonce, created],
    )
    return fresh.length > 0
  }

  async #find(terminalId: string): Promise<TerminalRow | null> {
    const [row] = await this.#database.rows<TerminalRow>(
      'SELECT terminal_id, site_code, public_key, status FROM terminals WHERE terminal_id = $1',
      [terminalId],
    )
    return row ?? null
  }
}
