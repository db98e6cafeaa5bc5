import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Child, startChild } from '#build/process'
import { hubInfoSchema, intakeListSchema } from '#sync/api'
import type { HubPublicKey } from '#sync/packet'
import type { z } from 'zod'
import { projectRoot } from '../../build/project.ts'
import { layDatabase } from '../support/lay-database.ts'

export type HubIntake = z.infer<typeof intakeListSchema>['intakes'][number]

/** The real hub in a process of its own, which dies and comes back on the same data. */
export class FaultHub {
  readonly #folder: string
  #child: Child | null = null
  #url = ''

  constructor(folder: string) {
    this.#folder = folder
  }

  get port(): number {
    return Number(new URL(this.#url).port)
  }

  get running(): boolean {
    return this.#child !== null
  }

  get keysFolder(): string {
    return join(this.#folder, 'data', 'keys')
  }

  get partsFolder(): string {
    return join(this.#folder, 'data', 'parts')
  }

  async start(): Promise<void> {
    await layDatabase(join(this.#folder, 'data'))
    const child = await startChild({
      name: 'hub',
      command: process.execPath,
      args: [
        '--import',
        'tsx',
        'sync/hub/main.ts',
        '--port',
        '0',
        '--data',
        join(this.#folder, 'data'),
        '--demonstration',
      ],
      cwd: projectRoot,
      logFile: join(this.#folder, 'hub.log'),
    })
    this.#child = child
    const [, url = ''] = await child.line(/hub ready on (http:\S+)/, 90_000)
    this.#url = url
  }

  async kill(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (child === null) return
    process.kill(-child.pid, 'SIGKILL')
    await child.exited
  }

  async stop(): Promise<void> {
    const child = this.#child
    this.#child = null
    await child?.stop(10_000)
  }

  /** Stops it in its tracks, or lets it go on. */
  freeze(frozen: boolean): void {
    if (this.#child !== null) process.kill(-this.#child.pid, frozen ? 'SIGSTOP' : 'SIGCONT')
  }

  async encryptionKey(): Promise<HubPublicKey> {
    return hubInfoSchema.parse(await (await fetch(`${this.#url}/hub`)).json()).encryptionKey
  }

  /** All that it has, as the hall's supervisor sees it. */
  async intakes(): Promise<HubIntake[]> {
    const token = await readFile(join(this.keysFolder, 'staff.token'), 'utf8')
    const response = await fetch(`${this.#url}/intakes`, { headers: { authorization: `Bearer ${token}` } })
    return intakeListSchema.parse(await response.json()).intakes
  }
}
