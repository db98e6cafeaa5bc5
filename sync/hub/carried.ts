import { PacketError, parsePacketHeader } from '#sync/packet'
import type { Database } from './database.ts'
import { HubProblem } from './hub-problem.ts'
import type { KnownTerminal, Terminals } from './terminals.ts'

/**
 * 代送: who sealed a packet that somebody else brings. Everything after that is as over the line: the header must be signed by
 * this very terminal.
 */
export class CarriedPackets {
  readonly #database: Database
  readonly #terminals: Terminals

  constructor(database: Database, terminals: Terminals) {
    this.#database = database
    this.#terminals = terminals
  }

  /** @throws HubProblem `packet-invalid`, or what stands against that terminal */
  sealerOf(announcement: { readonly header: string }): Promise<KnownTerminal> {
    let terminalId: string
    try {
      terminalId = parsePacketHeader(new Uint8Array(Buffer.from(announcement.header, 'base64'))).terminalId
    } catch (error) {
      if (!(error instanceof PacketError)) throw error
      throw new HubProblem('packet-invalid', { detail: error.code }, { cause: error })
    }
    return this.#terminals.known(terminalId)
  }

  /** Of a packet that has been announced. @throws HubProblem `intake-unknown`, or what stands against that terminal */
  async sealerOfAnnounced(intakeId: string): Promise<KnownTerminal> {
    const [row] = await this.#database.rows<{ terminal_id: string }>(
      'SELECT terminal_id FROM intakes WHERE intake_id = $1',
      [intakeId],
    )
    if (row === undefined) throw new HubProblem('intake-unknown')
    return this.#terminals.known(row.terminal_id)
  }
}
