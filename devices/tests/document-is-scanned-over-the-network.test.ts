import { spawn, spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { loadImage } from '@napi-rs/canvas'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { DeviceConfigOf, ScannedPage, ScanRequest } from '#devices/contract'
import type { OpenDevice } from '#devices/adapters'
import {
  connectSimulatorControl,
  startEsclScannerSimulator,
  type EsclScannerCommands,
  type SimulatorControl,
} from '#devices/simulators'
import { isReady, open, setUpRuntime, slow, temporaryFolder } from './bench.ts'
import { runDeviceCommand } from './technician.ts'

async function setUpScanner(options: Parameters<typeof startEsclScannerSimulator>[0] = {}) {
  const simulator = await startEsclScannerSimulator(options)
  const control: SimulatorControl<EsclScannerCommands> = await connectSimulatorControl(simulator.controlPort)
  onTestFinished(async () => {
    control.close()
    await simulator.close()
  })
  const config: DeviceConfigOf<'escl'> = {
    id: 'scanner',
    kind: 'document-scanner',
    adapter: 'escl',
    transport: simulator.transport,
    options: { retryMs: 20 },
  }
  return { control, config }
}

function scan(
  device: OpenDevice,
  request: Partial<ScanRequest> = {},
  signal = new AbortController().signal,
): Promise<ScannedPage> {
  return device.invoke('scan:page', { source: 'flatbed', mode: 'gray', dpi: 75, ...request }, signal)
}

/** A certificate as a scanner makes one for itself, and its fingerprint. */
async function ownCertificate() {
  const folder = await temporaryFolder()
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-subj', '/CN=scanner.invalid', '-days', '2', '-keyout', keyFile, '-out', certFile],
  ])
  if (made.status !== 0) throw new Error(made.stderr.toString())
  const [key, cert] = await Promise.all([readFile(keyFile, 'utf8'), readFile(certFile, 'utf8')])
  return { tls: { key, cert }, fingerprint: new X509Certificate(cert).fingerprint256 }
}

const noOpenssl = spawnSync('which', ['openssl']).status === 0 ? null : 'openssl is not installed'

describe.skipIf(noOpenssl !== null)(
  `a scanner behind TLS${noOpenssl === null ? '' : ` (skipped: ${noOpenssl})`}`,
  slow,
  () => {
    it('is trusted by the fingerprint that was looked at, and by no other', async () => {
      const { tls, fingerprint } = await ownCertificate()
      const { config } = await setUpScanner({ tls })
      expect(config.transport).toMatch(/^https:/)
      const openWith = (certificateSha256?: string) =>
        open({ ...config, options: { ...config.options, certificateSha256 } })
      await expect(openWith()).rejects.toMatchObject({ code: 'device.certificate' })
      await expect(openWith('00'.repeat(32))).rejects.toMatchObject({
        code: 'device.certificate',
        // What to look at and, if it is the scanner's own, to write down.
        message: expect.stringContaining(fingerprint) as string,
      })
      expect((await scan(await openWith(fingerprint))).mimeType).toBe('image/jpeg')
    })
  },
)

describe('a scanner on the network', slow, () => {
  it('gives a page from its glass, of its true size, again and again', async () => {
    const { control, config } = await setUpScanner()
    const device = await open(config)
    for (const dpi of [75, 200]) {
      const page = await scan(device, { dpi, mode: 'color' })
      expect(page).toMatchObject({ mimeType: 'image/jpeg', dpi, widthPx: Math.round((2480 * dpi) / 300) })
      expect((await loadImage(Buffer.from(page.bytes))).height).toBe(page.heightPx)
    }
    expect(await control.send('status')).toMatchObject({ jobs: 0, scanned: 2 })
  })

  it.each([
    ['feeder', 3],
    ['duplex', 6],
  ] as const)(
    'gives every page of its %s in turn, then says that there are no more',
    async (source, pages) => {
      const { control, config } = await setUpScanner()
      await control.send('load', { sheets: 3 })
      const device = await open(config)
      const seen = new Set<string>()
      for (let page = 0; page < pages; page += 1)
        seen.add(Buffer.from((await scan(device, { source })).bytes).toString('base64'))
      expect(seen.size).toBe(pages)
      await expect(scan(device, { source })).rejects.toMatchObject({ code: 'scan.no-documents' })
      expect(await control.send('status')).toMatchObject({ jobs: 0, sheets: 0 })
    },
  )

  it('with an empty feeder says so before anything moves', async () => {
    const { control, config } = await setUpScanner()
    const device = await open(config)
    await expect(scan(device, { source: 'feeder' })).rejects.toMatchObject({ code: 'scan.no-documents' })
    expect((await control.send('status')).lastSettings).toBeNull()
  })

  it('that jams keeps what was scanned, says so, and goes on when it is cleared', async () => {
    const { control, config } = await setUpScanner()
    await control.send('load', { sheets: 3 })
    await control.send('jam-at', { sheet: 2 })
    const { runtime, until } = setUpRuntime([config])
    await until('scanner', isReady)
    const request = { source: 'feeder', mode: 'gray', dpi: 75 } as const
    const next = (): Promise<ScannedPage> => runtime.invoke('scan:page', { id: 'scanner' }, request)
    expect((await next()).widthPx).toBeGreaterThan(500)
    await expect(next()).rejects.toMatchObject({ code: 'scan.jammed' })
    await until('scanner', (state) => state.status === 'needs-attention' && state.reason === 'paper-jam')
    await control.send('restore')
    await until('scanner', isReady)
    expect((await next()).widthPx).toBeGreaterThan(500)
  })

  it('that is not ready yet is asked again; that stays busy is said to be', async () => {
    const { control, config } = await setUpScanner()
    const device = await open(config)
    await control.send('not-ready', { what: 'job', times: 2 })
    await control.send('not-ready', { what: 'page', times: 3 })
    expect((await scan(device)).widthPx).toBeGreaterThan(500)
    await control.send('not-ready', { what: 'job', times: 1000 })
    await expect(scan(device)).rejects.toMatchObject({ code: 'scan.busy' })
  })

  it.each([
    ['cut', 'device.disconnected'],
    ['garbage', 'scan.invalid-image'],
    ['redirect', 'scan.io'],
  ] as const)('whose page comes as %s is an error, and the next page is good', async (how, code) => {
    const { control, config } = await setUpScanner()
    const device = await open(config)
    await control.send('spoil-next', { how })
    await expect(scan(device)).rejects.toMatchObject({ code })
    expect(await control.send('status')).toMatchObject({ jobs: 0 })
    expect((await scan(device)).widthPx).toBeGreaterThan(500)
  })

  it('is not waited for once the caller has called it off, and forgets the job', async () => {
    const { control, config } = await setUpScanner()
    const device = await open(config)
    await control.send('spoil-next', { how: 'silence' })
    const cancel = new AbortController()
    const scanning = scan(device, {}, cancel.signal)
    await expect.poll(async () => (await control.send('status')).scanned, slow).toBe(1)
    cancel.abort()
    await expect(scanning).rejects.toMatchObject({ code: 'device.cancelled' })
    expect(await control.send('status')).toMatchObject({ jobs: 0 })
  })

  it('that is unplugged is noticed, and found again', async () => {
    const { control, config } = await setUpScanner()
    const { until } = setUpRuntime([config])
    await until('scanner', isReady)
    await control.send('unplug')
    await until('scanner', ({ status }) => status === 'needs-attention')
    await control.send('plug')
    await until('scanner', isReady)
  })

  it('is scanned from by the technician’s command, sheet after sheet', async () => {
    const { control, config } = await setUpScanner()
    await control.send('load', { sheets: 2 })
    const out = await temporaryFolder()
    const { exitCode, json } = await runDeviceCommand([
      'scan',
      '--device',
      config.transport,
      '--out',
      out,
      '--source',
      'feeder',
      '--dpi',
      '75',
      '--all',
    ])
    expect(exitCode).toBe(0)
    expect(json).toMatchObject({
      ok: true,
      pages: ['page-0001.jpg', 'page-0002.jpg'].map((name) => ({ file: join(out, name) })),
    })
    expect((await loadImage(await readFile(join(out, 'page-0002.jpg')))).width).toBe(620)
    const silent = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void silent.close())
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const address = `http://127.0.0.1:${String(port)}/eSCL`
    const late = ['scan', '--device', address, '--out', out, '--timeout', '1500']
    expect(await runDeviceCommand(late)).toMatchObject({
      exitCode: 3,
      json: { error: { code: 'device.timeout' } },
    })
  })
})

const backend = [
  '/usr/lib/x86_64-linux-gnu/sane/libsane-escl.so.1',
  '/usr/lib/aarch64-linux-gnu/sane/libsane-escl.so.1',
]
const reason = !backend.some((file) => existsSync(file))
  ? 'no libsane-escl here'
  : spawnSync('which', ['scanimage']).status === 0
    ? null
    : 'no scanimage here'

describe('the simulated scanner', slow, () => {
  it.skipIf(reason !== null)(
    `is scanned from by SANE’s own eSCL driver${reason === null ? '' : ` (skipped: ${reason})`}`,
    async () => {
      const { config } = await setUpScanner()
      const folder = join(await temporaryFolder(), 'sane.d')
      await mkdir(folder)
      await writeFile(join(folder, 'dll.conf'), 'escl\n')
      const { port } = new URL(config.transport)
      await writeFile(join(folder, 'escl.conf'), `device http://127.0.0.1:${port} "Simulated"\n`)
      const child = spawn(
        'scanimage',
        ['-d', `escl:http://127.0.0.1:${port}`, '--format=png', '--resolution', '75', '--mode', 'Color'],
        {
          env: { ...process.env, SANE_CONFIG_DIR: folder, LC_ALL: 'C' },
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      )
      const pieces: Buffer[] = []
      child.stdout.on('data', (piece: Buffer) => pieces.push(piece))
      expect(await once(child, 'close')).toEqual([0, null])
      expect((await loadImage(Buffer.concat(pieces))).width).toBeGreaterThan(500)
    },
  )
})
