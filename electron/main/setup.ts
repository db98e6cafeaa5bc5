import { dirname, resolve } from 'node:path'
import { app, type WebContents } from 'electron'
import { channelNames, ShellError, valueOf } from '#shell/contract'
import { stringify } from 'yaml'
import { answeredBy, type Handlers } from './ipc/answer.ts'
import { DeviceHostProcess } from './modules/device-host-process.ts'
import { makeFolder } from './modules/durable-file.ts'
import type { Log } from './modules/log.ts'
import { MainError } from './modules/main-error.ts'
import { OperatorSession } from './modules/operator-session.ts'
import { askHub, finishSetup, isThere, isWritable } from './modules/setup-files.ts'
import { systemKeyStore } from './modules/system-key-store.ts'
import type { Terminal } from './terminal.ts'

/** The page is told that the program starts anew before it ends. */
const answerDelayMs = 200

/**
 * 首次设置: what stands behind the gate of a machine that is no terminal yet, because it has no `terminal.yaml`. There are
 * no keys, no packets and no operators; what the guide does not need is refused.
 */
export async function openSetup(given: {
  readonly profile: string
  readonly configPath: string
  readonly log: Log
  readonly page: () => WebContents | null
}): Promise<Terminal> {
  const { profile, log, page } = given
  const folder = dirname(resolve(given.configPath))
  await makeFolder(folder).catch(() => undefined)
  const keyStore = systemKeyStore().isTrustworthy()
  const hostWith = (
    devices: ConstructorParameters<typeof DeviceHostProcess>[0]['devices'],
  ): DeviceHostProcess =>
    new DeviceHostProcess({ devices, autoDevices: [] }, profile, log, (event) =>
      page()?.send('devices:event', event),
    )
  let devices = hostWith([])
  log.write('setup.opened')

  const own: Partial<Handlers> = {
    'setup:state': async () => ({
      version: app.getVersion(),
      folder,
      writable: await isWritable(folder),
      operators: await isThere(resolve(folder, 'operators.yaml')),
      keyStore,
    }),
    'setup:hub': ({ url }) => askHub(url),
    'setup:use-devices': ({ devices: chosen }) => {
      devices.stop()
      devices = hostWith(chosen)
      devices.wake()
      return undefined
    },
    'setup:finish': async ({ choice, operator }) => {
      const done = await finishSetup(folder, {
        choice,
        operator,
        keyStore,
        writable: await isWritable(folder),
      })
      log.write('setup.finished', { written: done.written })
      return done
    },
    'terminal:restart': () => {
      app.relaunch()
      setTimeout(() => app.exit(0), answerDelayMs)
      return { restarting: true }
    },
    'devices:snapshots': () => {
      devices.wake()
      return devices.snapshots()
    },
    'devices:invoke': async (invocation) => {
      if (!invocation.operation.startsWith('receipt:'))
        throw new MainError('setup.needed', 'only a test page')
      const result = await devices.invoke(invocation)
      if (!result.ok) throw new ShellError(result.error)
      return valueOf(result)
    },
    'devices:cancel': ({ requestId }) => {
      devices.cancel(requestId)
      return undefined
    },
    'devices:proposals': async () => {
      devices.wake()
      const found = await devices.proposals()
      return found.map((proposal) => ({
        ...proposal,
        lines: proposal.entry === null ? null : stringify([proposal.entry]),
      }))
    },
  }
  const notYet = (): never => {
    throw new MainError('setup.needed', 'there is no terminal.yaml')
  }
  const handlers = Object.fromEntries(
    channelNames.map((channel) => [channel, own[channel] ?? notYet]),
  ) as unknown as Handlers
  return {
    answer: answeredBy(handlers, log),
    devices: { stop: () => devices.stop() },
    session: new OperatorSession(),
    keepBallast: () => Promise.resolve(),
  }
}
