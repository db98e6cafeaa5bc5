import type { Operator, SecondPerson } from '#shell/contract'
import { MainError } from './main-error.ts'
import type { Operators } from './operators.ts'
import type { TerminalRecord } from './terminal-record.ts'

const refusals: ReadonlySet<string> = new Set([
  'session.wrong-password',
  'session.locked-out',
  'session.same-person',
  'session.no-right',
])

/** Passwords as they are checked at this terminal: every refusal is in its record. */
export class PasswordChecks {
  readonly #operators: Operators
  readonly #record: Pick<TerminalRecord, 'write'>

  constructor(operators: Operators, record: Pick<TerminalRecord, 'write'>) {
    this.#operators = operators
    this.#record = record
  }

  /** @throws MainError as {@link Operators.check} */
  async check(operatorId: string, password: string): Promise<Operator> {
    try {
      return await this.#operators.check(operatorId, password)
    } catch (error) {
      await this.#refused('sign-in-refused', operatorId, error)
      throw error
    }
  }

  /**
   * 双人确认, written down before it is done: without a line in the record it is not done.
   * @param what what the second person says may be done
   * @returns the second person
   * @throws MainError as {@link Operators.confirm}, or `storage.*`
   */
  async confirm(first: Operator, second: SecondPerson, what: string): Promise<Operator> {
    try {
      const confirmed = await this.#operators.confirm(first, second)
      const detail = `${what} ${first.id}`
      await this.#record.write({ action: 'confirmed', operatorId: confirmed.id, detail })
      return confirmed
    } catch (error) {
      await this.#refused('confirm-refused', second.operatorId, error, `${what} ${first.id}`)
      throw error
    }
  }

  async #refused(
    action: 'sign-in-refused' | 'confirm-refused',
    operatorId: string,
    error: unknown,
    what = '',
  ): Promise<void> {
    if (!(error instanceof MainError) || !refusals.has(error.code)) return
    const detail = `${error.code} ${what}`.trim()
    // An unknown id may be anything, a citizen's number among it: it is not written down.
    const known = this.#operators.knows(operatorId) ? operatorId : null
    await this.#record.write({ action, operatorId: known, detail }).catch(() => undefined)
  }
}
