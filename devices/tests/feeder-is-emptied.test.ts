import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DeviceConfigOf, ScanRequest } from '#devices/contract'
import type { OpenDevice } from '#devices/adapters'
import { open, slow, temporaryFolder } from './bench.ts'

type Options = NonNullable<DeviceConfigOf<'sane'>['options']>

/** SANE's test backend: its feeder holds ten sheets, for as long as one program holds the scanner. */
async function setUp(options: Options = {}): Promise<OpenDevice> {
  const configDir = join(await temporaryFolder(), 'sane.d')
  await mkdir(configDir)
  await writeFile(join(configDir, 'dll.conf'), 'test\n')
  await writeFile(join(configDir, 'test.conf'), '')
  return open({
    id: 'scanner',
    kind: 'document-scanner',
    adapter: 'sane',
    transport: 'test:0',
    options: { configDir, ...options },
  })
}

const ask = (device: OpenDevice, request: Partial<ScanRequest> = {}, signal = new AbortController().signal) =>
  device.invoke('scan:page', { source: 'feeder', mode: 'gray', dpi: 50, ...request }, signal)

/** Folders for pages in memory that this process has made. */
const pageFolders = async (): Promise<string[]> =>
  (await readdir('/dev/shm').catch(() => [])).filter((name) =>
    name.startsWith(`sheets-${String(process.pid)}-`),
  )

describe('papers in a feeder', slow, () => {
  it('come one after another until there is none, and the next pile begins anew', async () => {
    const device = await setUp()
    for (let sheet = 1; sheet <= 10; sheet += 1) expect((await ask(device)).widthPx).toBeGreaterThan(100)
    await expect(ask(device)).rejects.toMatchObject({ code: 'scan.no-documents' })
    expect((await ask(device)).mimeType).toBe('image/png')
  })

  it('have two sides where the scanner reads both', async () => {
    const device = await setUp({ sourceNames: { duplex: 'Automatic Document Feeder' }, format: 'jpeg' })
    for (let side = 1; side <= 10; side += 1)
      expect((await ask(device, { source: 'duplex' })).mimeType).toBe('image/jpeg')
    await expect(ask(device, { source: 'duplex' })).rejects.toMatchObject({ code: 'scan.no-documents' })
    const oneSided = await setUp()
    await expect(ask(oneSided, { source: 'duplex' })).rejects.toMatchObject({
      code: 'scan.unsupported-option',
    })
  })

  it('wait while something lies on the glass, and are then another pile', async () => {
    const device = await setUp()
    for (let sheet = 1; sheet <= 9; sheet += 1) await ask(device)
    expect((await ask(device, { source: 'flatbed', dpi: 75 })).dpi).toBe(75)
    for (let sheet = 1; sheet <= 2; sheet += 1) await ask(device)
  })

  it('that jam are an error that says so, and the feeder can be asked again', async () => {
    const device = await setUp({ backendOptions: { 'read-return-value': 'SANE_STATUS_JAMMED' } })
    await expect(ask(device)).rejects.toMatchObject({ code: 'scan.jammed' })
    await expect(ask(device)).rejects.toMatchObject({ code: 'scan.jammed' })
  })

  it('are left when the caller cancels, and nothing of them stays behind', async () => {
    const before = await pageFolders()
    const device = await setUp({
      backendOptions: { 'read-delay': 'yes', 'read-delay-duration': '200000' },
    })
    const cancel = new AbortController()
    const asked = ask(device, { mode: 'color', dpi: 600 }, cancel.signal)
    await expect.poll(pageFolders, slow).not.toEqual(before)
    cancel.abort()
    await expect(asked).rejects.toMatchObject({ code: 'device.cancelled' })
    await expect.poll(pageFolders, slow).toEqual(before)
  })

  it('leave no page behind when the scanner is closed between two of them', async () => {
    const before = await pageFolders()
    const device = await setUp()
    await ask(device)
    expect(await pageFolders()).not.toEqual(before)
    await device.close()
    expect(await pageFolders()).toEqual(before)
  })

  it('that a crash left behind are cleared away by the next pile', async () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid
    const left = await mkdtemp(`/dev/shm/sheets-${String(gone)}-`)
    await writeFile(join(left, '1.png'), 'a page')
    await ask(await setUp())
    expect(existsSync(left)).toBe(false)
  })
})
