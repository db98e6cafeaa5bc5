import { type FSWatcher, mkdirSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Child, startChild } from '#build/process'
import type { ElectronRuntime } from '#build/runtime'
import { groupOf } from './family.ts'
import type { Moments } from './moments.ts'
import { type Order, type Said, saidMark } from './orders.ts'

export interface TerminalParts {
  readonly electron: ElectronRuntime
  readonly env: NodeJS.ProcessEnv
  readonly appFolder: string
  readonly profile: string
  readonly configPath: string
  readonly account: Order['account']
  readonly logFile: string
  readonly moments: Moments
}

/** A scan or mark that was submitted: what must come out at the hub. */
export interface Submitted {
  readonly mark: string
  readonly scans: readonly string[]
}

/** The real terminal with the restless page; it is killed, and started again on the same profile. */
export class FaultTerminal {
  readonly #parts: TerminalParts
  #child: Child | null = null
  #watcher: FSWatcher | null = null
  #order = 0
  /** By intake id: all that were begun, by this and every earlier start. */
  readonly submitted = new Map<string, Submitted>()
  /** The intakes of which the screen said 已保存. */
  readonly acknowledged = new Set<string>()
  readonly refusals: string[] = []
  readonly failures: string[] = []
  #settled = 0
  #done = 0
  #wake: () => void = () => undefined

  constructor(parts: TerminalParts) {
    this.#parts = parts
  }

  get running(): boolean {
    return this.#child !== null
  }

  /** @param extra environment of this start only */
  async start(extra: NodeJS.ProcessEnv = {}): Promise<void> {
    const { electron, env, appFolder, profile, configPath, logFile } = this.#parts
    const packets = join(profile, 'packets')
    mkdirSync(packets, { recursive: true, mode: 0o700 })
    this.#watcher = watch(packets, (event, name) => {
      if (event === 'rename' && name !== null) this.#see(name)
    })
    this.#watcher.on('error', () => undefined)
    const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const child = await startChild({
      name: 'terminal',
      command: electron.executablePath,
      args: [
        appFolder,
        `--user-data-dir=${profile}`,
        '--enable-logging=stderr',
        ...root,
        `--config=${configPath}`,
      ],
      env: { ...env, ...extra },
      logFile,
    })
    this.#child = child
    child.onLine((line) => this.#hear(line))
    void child.exited.then(() => {
      if (this.#child === child) this.#child = null
      this.#wake()
    })
  }

  /** Gives the page its next work; it finds it also when it is started only later. */
  order(work: Pick<Order, 'intakes' | 'scans' | 'scanBytes' | 'hurry'>): number {
    this.#order += 1
    const order: Order = { number: this.#order, account: this.#parts.account, ...work }
    writeFileSync(join(this.#parts.appFolder, 'out/app/renderer/order.json'), JSON.stringify(order))
    return this.#order
  }

  /** Whether the page said so of this order in time; false also when the program ended before or cannot go on. */
  async reached(what: 'done' | 'settled', order: number, withinMs: number): Promise<boolean> {
    const until = Date.now() + withinMs
    for (;;) {
      if ((what === 'done' ? this.#done : this.#settled) >= order) return true
      const left = until - Date.now()
      if (left <= 0 || this.#child === null || this.failures.length > 0) return false
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  /** kill -9 of the whole program. */
  async kill(): Promise<void> {
    const child = this.#child
    this.#forget()
    if (child === null) return
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch {
      // It ended by itself meanwhile.
    }
    await child.exited
  }

  /** Ends it as a person does. */
  async stop(): Promise<void> {
    const child = this.#child
    this.#forget()
    await child?.stop(5_000)
  }

  /** A signal to those of its processes whose command line matches. @returns how many there were */
  signal(signal: NodeJS.Signals, command: RegExp = /(?:)/): number {
    const hit = groupOf(this.#child?.pid ?? -1).filter((one) => command.test(one.command))
    for (const { pid } of hit) {
      try {
        process.kill(pid, signal)
      } catch {
        // Gone meanwhile.
      }
    }
    return hit.length
  }

  #forget(): void {
    this.#child = null
    this.#watcher?.close()
    this.#watcher = null
  }

  #see(name: string): void {
    const { moments } = this.#parts
    if (name.endsWith('.tmp')) moments.tell('packet-begun')
    else if (name.endsWith('.ycpk')) moments.tell('packet-named')
    else if (name.endsWith('.ack')) moments.tell('delivery-noted')
  }

  #hear(line: string): void {
    const start = line.indexOf(saidMark)
    if (start < 0) return
    // Chromium puts the text in quotes, and where it stood behind it.
    const text = line.slice(start + saidMark.length, line.lastIndexOf('}') + 1)
    let said: Said
    try {
      said = JSON.parse(text) as Said
    } catch {
      // The program was killed while it wrote: nobody has read this.
      return
    }
    this.#take(said)
    this.#wake()
  }

  #take(said: Said): void {
    const { moments } = this.#parts
    if (said.kind === 'submitting') {
      this.submitted.set(said.intakeId, { mark: said.mark, scans: said.scans })
      moments.tell('submitting')
    } else if (said.kind === 'acknowledged') {
      this.acknowledged.add(said.intakeId)
      moments.tell('acknowledged')
    } else if (said.kind === 'refused') this.refusals.push(said.code)
    else if (said.kind === 'failed') this.failures.push(said.reason)
    else if (said.kind === 'done') this.#done = said.order
    else if (said.kind === 'settled') this.#settled = said.order
  }
}
