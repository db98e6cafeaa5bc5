import { type Operator, technicalRoles } from '#shell/contract'
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

  /** Somebody of the hall. @throws MainError `session.signed-out`, or `session.not-technician` for a visitor */
  demandStaff(): Operator {
    const operator = this.demandOperator()
    if (operator.role === 'visitor') throw new MainError('session.not-technician', 'not for a visitor')
    return operator
  }

  /** @throws MainError `session.signed-out` or `session.not-technician` */
  demandTechnician(): void {
    const { role } = this.demandOperator()
    if (!technicalRoles.includes(role)) {
      throw new MainError('session.not-technician', `not for the role ${role}`)
    }
  }
}
