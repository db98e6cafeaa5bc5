import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import type { DeviceConfigOf } from '#devices/contract'
import {
  connectSimulatorControl,
  startSmartCardSimulator,
  type SmartCardCommands,
  type SmartCardSimulator,
} from '#devices/simulators'
import { temporaryFolder } from './bench.ts'

const driver = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so'
const daemon = '/usr/sbin/pcscd'

/** Why the PC/SC service cannot be run here; null if it can. It wants a /run of its own beside the machine's. */
export function whyNoPcscd(): string | null {
  if (process.getuid?.() !== 0) return 'needs root, for a mount namespace with a /run of its own'
  for (const file of [daemon, driver]) if (!existsSync(file)) return `${file} is not installed`
  return spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/run']).status === 0
    ? null
    : 'this machine does not allow mount namespaces'
}

/** Where the library of this process looks for the service: it asks for that once in its life. */
const knownAs = join(tmpdir(), `pcscd-for-${String(process.pid)}.comm`)

/** The real service with a virtual reader, and whoever loads the library from now on finds it. */
export async function startPcscd() {
  const folder = await temporaryFolder()
  // The driver has two slots, at this port and the next.
  const readerPort = await freePort()
  const configuration = join(folder, 'reader.conf')
  await writeFile(
    configuration,
    [
      'FRIENDLYNAME "Virtual PCD"',
      `DEVICENAME /dev/null:0x${readerPort.toString(16)}`,
      `LIBPATH ${driver}`,
      `CHANNELID 0x${readerPort.toString(16)}`,
      '',
    ].join('\n'),
  )
  const script = 'mount -t tmpfs tmpfs /run && exec "$0" --foreground --config "$1"'
  const child = spawn('unshare', ['-m', 'sh', '-c', script, daemon, configuration], { stdio: 'ignore' })
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const closed = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGKILL')
    await closed
  }
  onTestFinished(stop)
  const socket = `/proc/${String(child.pid)}/root/run/pcscd/pcscd.comm`
  while (!existsSync(socket)) {
    if (child.exitCode !== null) throw new Error(`pcscd ended with ${String(child.exitCode)}`)
    await wait(20)
  }
  await rm(knownAs, { force: true })
  await symlink(socket, knownAs)
  onTestFinished(() => rm(knownAs, { force: true }))
  process.env['PCSCLITE_CSOCK_NAME'] = knownAs
  return { readerPort, socket, stop }
}

/** Service, reader and a card to put into it. */
export async function setUpSmartCard() {
  const service = await startPcscd()
  const simulator: SmartCardSimulator = await startSmartCardSimulator({ readerPort: service.readerPort })
  const control = await connectSimulatorControl<SmartCardCommands>(simulator.controlPort)
  onTestFinished(async () => {
    control.close()
    await simulator.close()
  })
  const config: DeviceConfigOf<'pcsc'> = {
    id: 'smart-card',
    kind: 'smart-card-reader',
    adapter: 'pcsc',
    transport: 'pcsc:Virtual PCD 00 00',
  }
  return { ...service, control, config }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
  })
}
