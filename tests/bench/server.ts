import { join } from 'node:path'
import { startChild } from '#build/process'
import { hubInfoSchema } from '#sync/api'
import type { HubPublicKey } from '#sync/packet'
import { projectRoot } from '../../build/project.ts'

/** A server in a process of its own. */
export interface Server {
  readonly port: number
  stop(): Promise<void>
}

/** Starts a server by Node and waits for the line that tells its port, the pattern's one group. */
export async function startServer(
  name: string,
  folder: string,
  args: readonly string[],
  ready: RegExp,
): Promise<Server> {
  const child = await startChild({
    name,
    command: process.execPath,
    args,
    cwd: projectRoot,
    logFile: join(folder, `${name}.log`),
  })
  const [, port = ''] = await child.line(ready, 60_000)
  return { port: Number(port), stop: () => child.stop(10_000) }
}

/** Starts the hub on a database of its own in the folder. */
export async function startHub(folder: string): Promise<Server & { readonly encryptionKey: HubPublicKey }> {
  const args = ['--import', 'tsx', 'sync/hub/main.ts', '--port', '0', '--data', join(folder, 'hub')]
  const ready = /hub ready on http:\S+:(\d+)/
  const hub = await startServer('hub', folder, [...args, '--demonstration'], ready)
  const { encryptionKey } = hubInfoSchema.parse(
    await (await fetch(`http://127.0.0.1:${hub.port}/hub`)).json(),
  )
  return { ...hub, encryptionKey }
}
