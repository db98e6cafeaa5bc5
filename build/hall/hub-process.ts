import { join } from 'node:path'
import { hubInfoSchema } from '#sync/api'
import type { z } from 'zod'
import { startChild } from '../process/index.ts'
import { layEmptyDatabase } from '../../sync/hub/empty-database.ts'
import { projectPath, projectRoot } from '../project.ts'

/** The hub, in a process of its own on its embedded database. */
export interface HubProcess {
  url: string
  port: number
  encryptionKey: HubEncryptionKey
  stop(): Promise<void>
}

export type HubEncryptionKey = z.infer<typeof hubInfoSchema>['encryptionKey']

/** Starts the hub with its data below `hallDir` and what it knows of people, and waits until it answers. */
export async function startHub(hallDir: string, licencesPath: string): Promise<HubProcess> {
  await layEmptyDatabase(join(hallDir, 'hub', 'db'), projectPath('out', 'empty-databases'))
  const child = await startChild({
    name: 'hub',
    command: process.execPath,
    args: [
      '--import',
      'tsx',
      'sync/hub/main.ts',
      // The system gives the port as the hub binds it: one chosen before could be taken meanwhile.
      '--port',
      '0',
      '--data',
      join(hallDir, 'hub'),
      '--demonstration',
      '--licences',
      licencesPath,
    ],
    cwd: projectRoot,
    logFile: join(hallDir, 'logs', 'hub.log'),
  })
  try {
    // The first start makes the database, which takes seconds on a slow disk.
    const [, url = ''] = await child.line(/hub ready on (http:\S+)/, 60_000)
    const { encryptionKey } = hubInfoSchema.parse(await (await fetch(`${url}/hub`)).json())
    return { url, port: Number(new URL(url).port), encryptionKey, stop: () => child.stop(10_000) }
  } catch (error) {
    await child.stop()
    throw error
  }
}
