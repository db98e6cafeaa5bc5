import { type PacketHeader, parsePacketHeader } from '#sync/packet'
import type { Queries } from './database.ts'
import { HubProblem } from './hub-problem.ts'

/** As many intakes as are under way at once in a large hall. */
const remembered = 1_000

interface Announced {
  readonly terminalId: string
  readonly header: PacketHeader
}

/**
 * The headers of announced packets. An announced header never changes, so that a remembered one saves the database a
 * question a part; what is forgotten is read again.
 */
export class AnnouncedHeaders {
  readonly #queries: Queries
  readonly #known = new Map<string, Announced>()

  constructor(queries: Queries) {
    this.#queries = queries
  }

  /** @throws HubProblem `intake-unknown`, also for another terminal's: it is not even admitted to exist. */
  async headerOf(intakeId: string, terminalId: string): Promise<PacketHeader> {
    const announced = this.#known.get(intakeId) ?? (await this.#read(intakeId))
    if (announced?.terminalId !== terminalId) throw new HubProblem('intake-unknown')
    return announced.header
  }

  async #read(intakeId: string): Promise<Announced | null> {
    const [row] = await this.#queries.rows<{ terminal_id: string; header: Uint8Array }>(
      'SELECT terminal_id, header FROM intakes WHERE intake_id = $1',
      [intakeId],
    )
    if (row === undefined) return null
    const announced = { terminalId: row.terminal_id, header: parsePacketHeader(row.header) }
    this.#known.set(intakeId, announced)
    const oldest = this.#known.keys().next()
    if (this.#known.size > remembered && oldest.done !== true) this.#known.delete(oldest.value)
    return announced
  }
}
