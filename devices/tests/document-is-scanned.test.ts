import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadImage } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import type { DeviceConfigOf, DeviceEvent, ScanRequest } from '#devices/contract'
import { createDeviceRuntime } from '#devices/runtime'
import { open, setUpRuntime, isReady, slow, temporaryFolder } from './bench.ts'

type Options = NonNullable<DeviceConfigOf<'sane'>['options']>

function scanner(options: Options = {}): DeviceConfigOf<'sane'> {
  return { id: 'scanner', kind: 'document-scanner', adapter: 'sane', transport: 'test:0', options }
}

/** SANE's test backend with glass for a whole A4 page. */
async function a4ConfigDir(): Promise<string> {
  const folder = join(await temporaryFolder(), 'sane.d')
  await mkdir(folder)
  await writeFile(join(folder, 'dll.conf'), 'test\n')
  await writeFile(join(folder, 'test.conf'), 'geometry_max 300\nbr_x 210\nbr_y 297\n')
  return folder
}

async function scan(
  options: Options,
  request: Partial<ScanRequest> = {},
  signal = new AbortController().signal,
) {
  const device = await open(scanner(options))
  return device.invoke('scan:page', { source: 'flatbed', mode: 'gray', dpi: 75, ...request }, signal)
}

describe('a document on the scanner', slow, () => {
  it('becomes a PNG of its true size', async () => {
    const configDir = await a4ConfigDir()
    const page = await scan({ configDir, backendOptions: { 'test-picture': 'Grid' } }, { mode: 'color' })
    expect(page).toMatchObject({ mimeType: 'image/png', widthPx: 620, heightPx: 876, dpi: 75 })
    const picture = await loadImage(Buffer.from(page.bytes))
    expect([picture.width, picture.height]).toEqual([620, 876])
  })

  it('is one bit a pixel where that is asked for', async () => {
    const page = await scan({ backendOptions: { 'test-picture': 'Grid' } }, { mode: 'bw' })
    // IHDR: depth at 24, colour type (0: grey) at 25 (PNG, ISO/IEC 15948).
    expect([...page.bytes.subarray(24, 26)]).toEqual([1, 0])
  })

  it('becomes a JPEG where that is wanted, from the feeder', async () => {
    const page = await scan({ format: 'jpeg' }, { source: 'feeder', dpi: 50 })
    expect(page.mimeType).toBe('image/jpeg')
    expect(page.widthPx).toBeGreaterThan(300)
  })

  it.each([
    ['DEVICE_BUSY', 'scan.busy'],
    ['JAMMED', 'scan.jammed'],
    ['NO_DOCS', 'scan.no-documents'],
    ['COVER_OPEN', 'scan.cover-open'],
    ['IO_ERROR', 'scan.io'],
  ])('with %s is an error that says so', async (status, code) => {
    const failing = scan({ backendOptions: { 'read-return-value': `SANE_STATUS_${status}` } })
    await expect(failing).rejects.toMatchObject({ code })
  })

  it('is asked for in a way that the scanner has', async () => {
    await expect(scan({ modeNames: { gray: 'Sepia' } })).rejects.toMatchObject({
      code: 'scan.unsupported-option',
    })
  })

  it('is not waited for once the caller has cancelled', async () => {
    const cancel = new AbortController()
    const onEvent = (event: DeviceEvent): void => {
      if (event.type === 'operation-progressed') cancel.abort()
    }
    const backendOptions = { 'read-delay': 'yes', 'read-delay-duration': '200000' }
    const runtime = createDeviceRuntime([scanner({ backendOptions })], { onEvent })
    runtime.start()
    const request = { source: 'flatbed', mode: 'color', dpi: 600 } as const
    await expect(
      runtime.invoke('scan:page', { id: 'scanner' }, request, cancel.signal),
    ).rejects.toMatchObject({
      code: 'device.cancelled',
    })
    await runtime.stop()
  })
})

describe('a scanner', slow, () => {
  it('that SANE does not find is shown as failed', async () => {
    const { until } = setUpRuntime([{ ...scanner(), transport: 'test:99' }])
    expect(await until('scanner', ({ status }) => status === 'failed')).toMatchObject({
      error: { code: 'scan.device-not-found' },
    })
  })

  it('tells how far it is, and after a jam asks for attention until a scan succeeds', async () => {
    const { runtime, events, until } = setUpRuntime([
      scanner({ backendOptions: { 'read-return-value': 'SANE_STATUS_JAMMED' } }),
      { ...scanner(), id: 'other' },
    ])
    await until('scanner', isReady)
    const request = { source: 'flatbed', mode: 'gray', dpi: 100 } as const
    await expect(runtime.invoke('scan:page', { id: 'scanner' }, request)).rejects.toMatchObject({
      code: 'scan.jammed',
    })
    await until('scanner', (state) => state.status === 'needs-attention' && state.usable)
    await runtime.invoke('scan:page', { id: 'other' }, request)
    expect(events.some((event) => event.type === 'operation-progressed' && event.deviceId === 'other')).toBe(
      true,
    )
  })
})
