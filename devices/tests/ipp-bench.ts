import { spawn, spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import type { DeviceConfigOf, DocumentPrinted, DocumentProgress, OperationInput } from '#devices/contract'
import { quietContext, type AdapterContext, type OpenDevice } from '#devices/adapters'
import { openDevice } from '#devices/runtime'
import {
  connectSimulatorControl,
  startIppPrinterSimulator,
  type IppPrinterCommands,
  type IppPrinterOptions,
  type SimulatorControl,
} from '#devices/simulators'
import { temporaryFolder } from './bench.ts'

/** A PDF of so many empty pages; what is on them is not the printer's affair. */
export function pdfOf(pages: number): Uint8Array<ArrayBuffer> {
  const page = (index: number): string =>
    `${String(index + 3)} 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n`
  const kids = Array.from({ length: pages }, (_, index) => `${String(index + 3)} 0 R`).join(' ')
  const head = `%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [${kids}] /Count ${String(pages)} >>\nendobj\n`
  const body = Array.from({ length: pages }, (_, index) => page(index)).join('')
  return Uint8Array.from(Buffer.from(`${head}${body}trailer\n<< /Root 1 0 R >>\n%%EOF\n`))
}

/** A simulated A4 printer on a TCP port of its own. */
export async function setUpA4(options: IppPrinterOptions = {}) {
  const simulator = await startIppPrinterSimulator({ pageMs: 20, ...options })
  const control: SimulatorControl<IppPrinterCommands> = await connectSimulatorControl(simulator.controlPort)
  onTestFinished(async () => {
    control.close()
    await simulator.close()
  })
  return { control, config: a4Config(simulator.transport) }
}

export function a4Config(
  transport: string,
  options?: DeviceConfigOf<'ipp'>['options'],
): DeviceConfigOf<'ipp'> {
  return {
    id: 'a4',
    kind: 'document-printer',
    adapter: 'ipp',
    transport,
    ...(options === undefined ? {} : { options }),
  }
}

/** The real adapter on a printer, with everything that it told while printing. */
export async function openA4(config: DeviceConfigOf<'ipp'>) {
  const told: DocumentProgress[] = []
  const context: AdapterContext = { ...quietContext, onDocument: (progress) => told.push(progress) }
  const device: OpenDevice = await openDevice(config, context, new AbortController().signal)
  onTestFinished(() => device.close())
  const print = (
    request: Partial<OperationInput<'document:print'>> = {},
    signal: AbortSignal = new AbortController().signal,
  ): Promise<DocumentPrinted> =>
    device.invoke(
      'document:print',
      { pdf: pdfOf(1), copies: 1, sides: 'one-sided', jobName: '一次性告知单', ...request },
      signal,
    )
  return { device, told, print }
}

/** Why ippeveprinter cannot be run here; null if it can. It wants D-Bus and Avahi, and they a /run of their own. */
export function whyNoIppeveprinter(): string | null {
  if (process.getuid?.() !== 0) return 'needs root, for a mount namespace with a /run of its own'
  for (const program of ['ippeveprinter', 'dbus-daemon', 'avahi-daemon', 'unshare']) {
    if (spawnSync('which', [program]).status !== 0) return `${program} is not installed`
  }
  return spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/run']).status === 0
    ? null
    : 'this machine does not allow mount namespaces'
}

/** CUPS's own IPP Everywhere printer, with D-Bus and Avahi beside it, all of which end with the test. */
export async function startIppeveprinter(formats = 'application/pdf') {
  const port = await freePort()
  const folder = await temporaryFolder()
  const tray = join(folder, 'tray')
  const script = join(folder, 'printer.sh')
  await mkdir(tray)
  await writeFile(
    script,
    [
      'set -e',
      'mount -t tmpfs tmpfs /run',
      'mkdir -p /run/dbus /run/avahi-daemon',
      'dbus-daemon --system --fork --nopidfile',
      'avahi-daemon --no-drop-root --no-rlimits --no-chroot --daemonize',
      `exec ippeveprinter -p ${String(port)} -d ${tray} -k -f ${formats} -K ${folder} "A4"`,
    ].join('\n'),
  )
  const child = spawn(
    'unshare',
    ['--mount', '--pid', '--mount-proc', '--fork', '--kill-child', 'sh', script],
    {
      stdio: 'ignore',
    },
  )
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        child.once('close', () => {
          resolve()
        })
        child.kill('SIGKILL')
      }),
  )
  const host = `127.0.0.1:${String(port)}/ipp/print`
  for (let attempt = 0; ; attempt += 1) {
    try {
      await fetch(`http://127.0.0.1:${String(port)}/`)
      return { transport: `ipp://${host}`, secure: `ipps://${host}`, port, tray }
    } catch (error) {
      if (attempt === 100) throw error
      await wait(100)
    }
  }
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
