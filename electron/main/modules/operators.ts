import type { Operator, OperatorsFile } from '#shell/contract'
import { verify } from '@node-rs/argon2'
import { MainError } from './main-error.ts'

/** After this many wrong passwords in a row the operator has to wait, longer each time. */
const triesBeforeLockout = 5
const firstLockoutSeconds = 30
const longestLockoutSeconds = 900

/** A hash nobody knows the password of, checked for unknown operators so that they take as long as known ones. */
const decoyHash =
  '$argon2id$v=19$m=19456,t=2,p=1$zermhATzp/NPP2uVRiwOzQ$Ykt/kOC4a/9+jb0e92mAYbjyEky8wGriijHoqInI6kI'

interface Failures {
  count: number
  until: number
}

/** 操作员: who may sign in at this terminal. Works without the network. */
export class Operators {
  readonly #file: OperatorsFile
  readonly #now: () => number
  readonly #failures = new Map<string, Failures>()
  #turn: Promise<unknown> = Promise.resolve()

  /** @param now monotonic milliseconds, so that turning the clock does not end a lock-out. */
  constructor(file: OperatorsFile, now: () => number = () => performance.now()) {
    this.#file = file
    this.#now = now
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

  async #check(operatorId: string, password: string): Promise<Operator> {
    const failures = this.#failures.get(operatorId) ?? { count: 0, until: 0 }
    const waitMs = failures.until - this.#now()
    if (waitMs > 0) {
      throw new MainError('session.locked-out', `locked for ${Math.ceil(waitMs / 1000)} more seconds`)
    }
    const known = this.#file.operators.find((operator) => operator.id === operatorId)
    const right = await verify(known?.passwordHash ?? decoyHash, password).catch(() => false)
    if (known === undefined) throw new MainError('session.unknown-operator', 'no operator of that id')
    if (!right) {
      this.#failed(operatorId, failures)
      throw new MainError('session.wrong-password', 'the password does not match')
    }
    this.#failures.delete(operatorId)
    return { id: known.id, name: known.name, role: known.role }
  }

  #failed(operatorId: string, failures: Failures): void {
    const count = failures.count + 1
    const rounds = count - triesBeforeLockout
    const seconds = rounds < 0 ? 0 : Math.min(longestLockoutSeconds, firstLockoutSeconds * 2 ** rounds)
    this.#failures.set(operatorId, { count, until: seconds === 0 ? 0 : this.#now() + seconds * 1000 })
  }
}
