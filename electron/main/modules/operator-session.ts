import { may, type Operator, type Right } from '#shell/contract'
import { MainError } from './main-error.ts'

/**
 * 会话: who is signed in at this terminal. It belongs to one showing of the page: a page that was loaded anew knows of no
 * operator, so there is none.
 */
export class OperatorSession {
  #operator: Operator | null = null
  #showing = 0

  /** Names what is shown now; a sign-in that was begun in another showing does not count. */
  get showing(): number {
    return this.#showing
  }

  /** @throws MainError `session.signed-out` when it has been ended since `showing` was read. */
  begin(operator: Operator, showing: number): void {
    if (showing !== this.#showing) throw new MainError('session.signed-out', 'the page is another one now')
    this.#operator = operator
  }

  end(): void {
    this.#operator = null
    this.#showing += 1
  }

  /** @throws MainError `session.signed-out` */
  demandOperator(): Operator {
    if (this.#operator === null) throw new MainError('session.signed-out', 'nobody is signed in')
    return this.#operator
  }

  /** Whether it is a citizen's visit to a kiosk. */
  get isVisit(): boolean {
    return this.#operator?.role === 'visitor'
  }

  /** Who is signed in, or nobody. */
  get operator(): Operator | null {
    return this.#operator
  }

  /** Who is signed in and has the right. @throws MainError `session.signed-out` or `session.no-right` */
  demandRight(right: Right): Operator {
    const operator = this.demandOperator()
    if (!may(operator.role, right))
      throw new MainError('session.no-right', `the role ${operator.role} has not the right ${right}`)
    return operator
  }
}
