import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { projectPath } from '../../build/project.ts'

/** Why no program here can be shown another time; null when one can. */
export function whyNoWrongClock(): string | null {
  if (process.platform !== 'linux') return 'a library is put before the system’s, which is done on Linux only'
  return spawnSync('cc', ['--version']).status === 0
    ? null
    : 'there is no C compiler (Debian: gcc, libc6-dev)'
}

/** A clock that a terminal is started under, and that can be set while it runs. */
export class WrongClock {
  readonly #library: string
  readonly #file: string

  /** @param folder where library and offset are put */
  constructor(folder: string) {
    this.#library = join(folder, 'clock-offset.so')
    this.#file = join(folder, 'clock-offset')
    const source = projectPath('tests', 'fault', 'clock-offset.c')
    execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', this.#library, source, '-ldl'])
    this.set(0)
  }

  /** What a program is started with to live by this clock. */
  get environment(): NodeJS.ProcessEnv {
    return { LD_PRELOAD: this.#library, FAULT_CLOCK: this.#file }
  }

  /** So many seconds ahead of the machine's clock, or behind it. */
  set(seconds: number): void {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(BigInt(seconds))
    const file = openSync(this.#file, 'a+')
    closeSync(file)
    const open = openSync(this.#file, 'r+')
    writeSync(open, bytes, 0, 8, 0)
    closeSync(open)
  }
}
