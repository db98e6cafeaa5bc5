import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { writeJsonDurably } from './durable-file.ts'

/** After this many wrong passwords in a row the operator has to wait, longer each time. */
const triesBeforeLockout = 5
const firstLockoutSeconds = 30
const longestLockoutSeconds = 900

const fileSchema = z.record(z.string(), z.strictObject({ count: z.int().min(1), waitMs: z.number().min(0) }))

interface Failures {
  readonly count: number
  readonly waitMs: number
  readonly until: number
}

/**
 * 登录锁定: wrong passwords by operator. Counts and waits are on the disk, moments are not: after a restart a wait begins anew in its full
 * length, so that neither starting again nor turning the clock makes it shorter.
 */
export class Lockouts {
  readonly #path: string | null
  readonly #now: () => number
  readonly #failures: Map<string, Failures>

  private constructor(path: string | null, now: () => number, failures: Map<string, Failures>) {
    this.#path = path
    this.#now = now
    this.#failures = failures
  }

  /** Those of nobody, kept in memory only. @param now monotonic milliseconds */
  static inMemory(now: () => number = () => performance.now()): Lockouts {
    return new Lockouts(null, now, new Map())
  }

  /** What the file holds; one that cannot be read counts for none, as it is not what keeps strangers out. */
  static async open(path: string, now: () => number = () => performance.now()): Promise<Lockouts> {
    const stored = await readFile(path, 'utf8')
      .then(
        (text) => fileSchema.parse(JSON.parse(text)),
        () => ({}),
      )
      .catch(() => ({}))
    const failures = Object.entries(stored).map(([id, { count, waitMs }]): [string, Failures] => [
      id,
      { count, waitMs, until: now() + waitMs },
    ])
    return new Lockouts(path, now, new Map(failures))
  }

  /** How long this operator has to wait. */
  waitMsOf(operatorId: string): number {
    return Math.max(0, (this.#failures.get(operatorId)?.until ?? 0) - this.#now())
  }

  /** A wrong password more; it is on the disk when this resolves. @returns whether there is a wait now */
  async failed(operatorId: string): Promise<boolean> {
    const count = (this.#failures.get(operatorId)?.count ?? 0) + 1
    const rounds = count - triesBeforeLockout
    const seconds = rounds < 0 ? 0 : Math.min(longestLockoutSeconds, firstLockoutSeconds * 2 ** rounds)
    const waitMs = seconds * 1_000
    this.#failures.set(operatorId, { count, waitMs, until: this.#now() + waitMs })
    await this.#keep()
    return waitMs > 0
  }

  /** The right password: what was before is forgotten. */
  async succeeded(operatorId: string): Promise<void> {
    if (this.#failures.delete(operatorId)) await this.#keep()
  }

  async #keep(): Promise<void> {
    if (this.#path === null) return
    const kept = [...this.#failures].map(([id, { count, waitMs }]) => [id, { count, waitMs }])
    // A disk that is full must keep nobody from signing in; the wait holds in memory.
    await writeJsonDurably(this.#path, Object.fromEntries(kept)).catch(() => undefined)
  }
}
