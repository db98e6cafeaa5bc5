import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronRuntime } from '#build/runtime'
import { writeBareTerminal } from '../support/bare-terminal.ts'
import { BlockDisk, whyNoBlockDisk } from './block-disk.ts'
import { FaultHub } from './fault-hub.ts'
import { FaultProxy } from './fault-proxy.ts'
import { Moments } from './moments.ts'
import { FaultTerminal } from './terminal.ts'
import { WrongClock, whyNoWrongClock } from './wrong-clock.ts'

/** One terminal, its disk, its line and its hub. Faults follow one another in it, as in a station's year. */
export interface World {
  readonly moments: Moments
  readonly hub: FaultHub
  readonly line: FaultProxy
  /** Null where this machine cannot give it one; the profile then lies in an ordinary folder. */
  readonly disk: BlockDisk | null
  /** Null where no program can be shown another time. */
  readonly clock: WrongClock | null
  readonly profile: string
  readonly terminal: FaultTerminal
  remove(): Promise<void>
}

export interface WorldParts {
  readonly electron: ElectronRuntime
  readonly env: NodeJS.ProcessEnv
  readonly appFolder: string
  readonly folder: string
}

export async function makeWorld({ electron, env, appFolder, folder }: WorldParts): Promise<World> {
  mkdirSync(folder, { recursive: true })
  const moments = new Moments()
  const hub = new FaultHub(join(folder, 'hub'))
  const line = new FaultProxy(moments)
  const disk = whyNoBlockDisk() === null ? BlockDisk.make(folder) : null
  const clock = whyNoWrongClock() === null ? new WrongClock(folder) : null
  const profile = join(disk?.path ?? folder, 'profile')
  mkdirSync(profile, { recursive: true })
  try {
    await hub.start()
    line.hubPort = hub.port
    await line.open()
    const encryptionKey = await hub.encryptionKey()
    const { configPath, account } = await writeBareTerminal(folder, { url: line.url, encryptionKey })
    const logFile = join(folder, 'terminal.log')
    const terminal = new FaultTerminal({
      electron,
      env,
      appFolder,
      profile,
      configPath,
      account,
      logFile,
      moments,
    })
    return { moments, hub, line, disk, clock, profile, terminal, remove }
    async function remove(): Promise<void> {
      await terminal.kill()
      await line.cut()
      await hub.kill()
      disk?.detach()
    }
  } catch (error) {
    await line.cut()
    await hub.kill()
    disk?.detach()
    throw error
  }
}
