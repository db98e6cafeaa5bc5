import type { Queries } from '../database.ts'

/** So often is written down that a terminal called. */
const noteEveryMs = 60_000
/** What a terminal says of its software is its own word: short, and nothing but a name and a version. */
const softwarePattern = /^[A-Za-z][A-Za-z-]{0,29}\/\d[A-Za-z0-9.+-]{0,29}$/

/** When each terminal last called, and with which software. */
export class TerminalContacts {
  readonly #queries: Queries
  readonly #noted = new Map<string, { readonly at: number; readonly software: string | null }>()

  constructor(queries: Queries) {
    this.#queries = queries
  }

  /** A terminal whose signature held has called. */
  async note(terminalId: string, userAgent: string | undefined): Promise<void> {
    const software = userAgent !== undefined && softwarePattern.test(userAgent) ? userAgent : null
    const last = this.#noted.get(terminalId)
    const now = Date.now()
    const same = software === null || last?.software === software
    if (last !== undefined && same && Math.abs(now - last.at) < noteEveryMs) return
    this.#noted.set(terminalId, { at: now, software: software ?? last?.software ?? null })
    await this.#queries.rows(
      `INSERT INTO terminal_contacts (terminal_id, seen_at, software) VALUES ($1, now(), $2)
       ON CONFLICT (terminal_id) DO UPDATE SET seen_at = now(), software = coalesce($2, terminal_contacts.software)`,
      [terminalId, software],
    )
  }
}
