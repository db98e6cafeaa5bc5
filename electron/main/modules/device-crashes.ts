/** Within so long, crashes with the same driver running count together. */
const rememberMs = 600_000
/** A driver that ran in so many crashes is set aside. */
const strikesAllowed = 3
const firstRestartMs = 200
const longestRestartMs = 10_000
/** A host that lived this long was healthy: its next restart is quick again. */
const healthyAfterMs = 30_000
const endingsKept = 20
/** Share of a wait that chance takes off. */
const jitter = 0.2

/** One end of the device host. */
export interface HostEnding {
  readonly at: string
  /** Exit code, or `hung` if it was ended because it no longer answered. */
  readonly how: string
  readonly livedMs: number
  /** Devices whose drivers were running, the one entered last at the end. */
  readonly inside: readonly string[]
}

/**
 * What follows from each end of the device host: when it is started again, and which device is set aside because its
 * driver was running at crash after crash.
 */
export class DeviceCrashes {
  readonly #now: () => number
  readonly #random: () => number
  readonly #setAside = new Set<string>()
  #endings: (HostEnding & { readonly time: number })[] = []
  #nextMs = firstRestartMs
  /** Crashes before this time are forgiven to a device that was given another chance. */
  readonly #forgivenAt = new Map<string, number>()

  constructor(now: () => number = Date.now, random: () => number = Math.random) {
    this.#now = now
    this.#random = random
  }

  get setAside(): readonly string[] {
    return [...this.#setAside]
  }

  /** The newest last. */
  get endings(): HostEnding[] {
    return this.#endings.map(({ at, how, livedMs, inside }) => ({ at, how, livedMs, inside }))
  }

  /** @returns how long to wait before the host is started again, in milliseconds */
  ended(how: string, livedMs: number, inside: readonly string[]): number {
    const time = this.#now()
    const ending = { at: new Date(time).toISOString(), time, how, livedMs, inside: [...new Set(inside)] }
    this.#endings = [...this.#endings, ending].slice(-endingsKept)
    const culprit = this.#culprit(time, ending.inside)
    if (culprit !== null) this.#setAside.add(culprit)
    // Without its culprit the host has every reason to live.
    if (culprit !== null || livedMs > healthyAfterMs) this.#nextMs = firstRestartMs
    const waitMs = this.#nextMs * (1 - jitter * this.#random())
    this.#nextMs = Math.min(longestRestartMs, this.#nextMs * 2)
    return waitMs
  }

  /** Gives a device another chance. @returns whether it had been set aside */
  forgive(deviceId: string): boolean {
    this.#forgivenAt.set(deviceId, this.#now())
    return this.#setAside.delete(deviceId)
  }

  /** Of those that ran just now the one that ran at most of the crashes; of equals the one entered last. */
  #culprit(now: number, inside: readonly string[]): string | null {
    const strikes = (id: string): number =>
      this.#endings.filter(
        (ending) =>
          now - ending.time <= rememberMs &&
          ending.time >= (this.#forgivenAt.get(id) ?? 0) &&
          ending.inside.includes(id),
      ).length
    const most = Math.max(0, ...inside.map(strikes))
    if (most < strikesAllowed) return null
    return inside.findLast((id) => strikes(id) === most) ?? null
  }
}
