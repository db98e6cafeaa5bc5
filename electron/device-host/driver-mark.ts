import { openSync, writeSync } from 'node:fs'

/** Room for every device of a terminal; one write of one size replaces the mark before it. */
const markBytes = 2048

/**
 * Notes on disk whose driver is running right now. Written before a driver is entered, because a crash in native
 * code leaves no time to send anything; read by the main process when this one has died.
 */
export class DriverMark {
  readonly #file: number
  #inside: string[] = []

  /** @throws when the file cannot be made */
  constructor(path: string) {
    this.#file = openSync(path, 'w', 0o600)
    this.#write()
  }

  change(deviceId: string, inside: boolean): void {
    if (inside) this.#inside.push(deviceId)
    else {
      const at = this.#inside.lastIndexOf(deviceId)
      if (at >= 0) this.#inside.splice(at, 1)
    }
    this.#write()
  }

  #write(): void {
    writeSync(this.#file, Buffer.from(this.#inside.join(' ').padEnd(markBytes)), 0, markBytes, 0)
  }
}
