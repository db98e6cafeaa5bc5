import { may, type Operator, type OperatorsFile, type SecondPerson } from '#shell/contract'
import { verify } from '@node-rs/argon2'
import { Lockouts } from './lockouts.ts'
import { MainError } from './main-error.ts'

/** A hash nobody knows the password of, checked for unknown operators so that they take as long as known ones. */
const decoyHash =
  '$argon2id$v=19$m=19456,t=2,p=1$zermhATzp/NPP2uVRiwOzQ$Ykt/kOC4a/9+jb0e92mAYbjyEky8wGriijHoqInI6kI'

/** 操作员: who may sign in at this terminal. Works without the network. */
export class Operators {
  readonly #file: OperatorsFile
  readonly #lockouts: Lockouts
  #turn: Promise<unknown> = Promise.resolve()

  constructor(file: OperatorsFile, lockouts: Lockouts = Lockouts.inMemory()) {
    this.#file = file
    this.#lockouts = lockouts
  }

  /** Whether there is an operator of that id: only such ids are written down anywhere. */
  knows(operatorId: string): boolean {
    return this.#file.operators.some(({ id }) => id === operatorId)
  }

  /**
   * Checks a password (argon2id, off the main thread). One after another: tries side by side would all begin before the
   * first of them had counted.
   * @throws MainError `session.unknown-operator`, `session.wrong-password` or `session.locked-out`.
   */
  check(operatorId: string, password: string): Promise<Operator> {
    const checked = this.#turn.then(() => this.#check(operatorId, password))
    this.#turn = checked.catch(() => undefined)
    return checked
  }

  /**
   * 双人确认: another operator says with a password that it may be done.
   * @throws MainError `session.same-person`, `session.no-right`, or as {@link check}
   */
  async confirm(first: Operator, { operatorId, password }: SecondPerson): Promise<Operator> {
    if (operatorId === first.id) throw new MainError('session.same-person', 'the second person is the first')
    const second = await this.check(operatorId, password)
    if (!may(second.role, 'confirm'))
      throw new MainError('session.no-right', `the role ${second.role} does not confirm`)
    return second
  }

  async #check(operatorId: string, password: string): Promise<Operator> {
    const waitMs = this.#lockouts.waitMsOf(operatorId)
    if (waitMs > 0) {
      throw new MainError('session.locked-out', `locked for ${Math.ceil(waitMs / 1000)} more seconds`)
    }
    const known = this.#file.operators.find((operator) => operator.id === operatorId)
    const right = await verify(known?.passwordHash ?? decoyHash, password).catch(() => false)
    if (known === undefined) throw new MainError('session.unknown-operator', 'no operator of that id')
    if (!right) {
      await this.#lockouts.failed(operatorId)
      throw new MainError('session.wrong-password', 'the password does not match')
    }
    await this.#lockouts.succeeded(operatorId)
    return { id: known.id, name: known.name, role: known.role }
  }
}
