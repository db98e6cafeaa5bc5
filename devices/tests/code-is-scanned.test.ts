import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { DeviceConfigOf, DeviceEvent } from '#devices/contract'
import {
  connectSimulatorControl,
  startCodeScannerSimulator,
  type CodeScannerCommands,
  type SimulatorControl,
} from '#devices/simulators'
import { isReady, open, setUpRuntime, slow, temporaryFolder } from './bench.ts'

const never = (): AbortSignal => new AbortController().signal
const wanted = { timeoutMs: 60_000 }

/** A simulated scanner on a pty of its own, or behind a serial server. */
async function setUpScanner(options: DeviceConfigOf<'code-serial'>['options'] = {}, tcp = false) {
  const simulator = await startCodeScannerSimulator({
    attachment: tcp ? { tcp: 0 } : { pty: join(await temporaryFolder(), 'scanner') },
  })
  const control: SimulatorControl<CodeScannerCommands> = await connectSimulatorControl(simulator.controlPort)
  onTestFinished(async () => {
    control.close()
    await simulator.close()
  })
  const config: DeviceConfigOf<'code-serial'> = {
    id: 'codes',
    kind: 'code-scanner',
    adapter: 'code-serial',
    transport: simulator.transport,
    options,
  }
  return { control, config }
}

describe('a code scanner', slow, () => {
  it.each(['utf-8', 'gb18030'] as const)('gives the text of a code in %s', async (encoding) => {
    const { control, config } = await setUpScanner()
    const scanner = await open(config)
    const read = scanner.invoke('code:read', wanted, never())
    await control.send('scan', { text: '芙蓉区晓园路8号', encoding })
    expect(await read).toEqual({ text: '芙蓉区晓园路8号', encoding, symbology: null })
  })

  it('behind a serial server says what kind of code it was', async () => {
    const { control, config } = await setUpScanner({ aimPrefix: true, suffix: 'cr' }, true)
    const { runtime, until } = setUpRuntime([config])
    await until('codes', isReady)
    const read = runtime.invoke('code:read', { id: 'codes' }, wanted)
    await until('codes', ({ status }) => status === 'busy')
    // The socket is open on this side before the other has seen it: what is sent too early is lost there.
    await expect
      .poll(async () => {
        await control.send('scan', { text: '6901234567892', aim: ']E0' })
        return Promise.race([read, Promise.resolve(null)])
      }, slow)
      .toEqual({ text: '6901234567892', encoding: 'utf-8', symbology: ']E0' })
  })

  it('tells everybody of a code that nobody had asked for', async () => {
    const { control, config } = await setUpScanner()
    const { events, until } = setUpRuntime([config])
    await until('codes', isReady)
    await control.send('scan', { text: 'YCN1:BIRTH' })
    await expect
      .poll(() => events.filter(({ type }) => type === 'code-scanned'), slow)
      .toEqual([
        {
          type: 'code-scanned',
          deviceId: 'codes',
          code: { text: 'YCN1:BIRTH', encoding: 'utf-8', symbology: null },
        },
      ])
  })

  it('whose code comes in pieces, or two in one, gives each code whole', async () => {
    const { control, config } = await setUpScanner()
    const { events, until } = setUpRuntime([config])
    await until('codes', isReady)
    const scanned = (): string[] =>
      events.flatMap((event) => (event.type === 'code-scanned' ? [event.code.text] : []))
    await control.send('split-next', { pieceBytes: 4, gapMs: 5 })
    await control.send('scan', { text: '91350100M000100Y43' })
    await expect.poll(scanned, slow).toEqual(['91350100M000100Y43'])
    await control.send('send-bytes', { hex: Buffer.from('one\r\ntwo\r\n').toString('hex') })
    await expect.poll(scanned, slow).toEqual(['91350100M000100Y43', 'one', 'two'])
  })

  it('without a suffix is heard all the same', async () => {
    const { control, config } = await setUpScanner()
    await control.send('suffix', { hex: '' })
    const scanner = await open(config)
    const read = scanner.invoke('code:read', wanted, never())
    await control.send('scan', { text: '43010219900307' })
    expect((await read).text).toBe('43010219900307')
  })

  it('whose code breaks off says so and gives nothing on, and the next one is good', async () => {
    const { control, config } = await setUpScanner({ suffix: 'cr' })
    const { events, until, runtime } = setUpRuntime([config])
    await until('codes', isReady)
    await control.send('break-off-next', { afterBytes: 6 })
    await control.send('scan', { text: '430102199003070000' })
    const refused = (): string[] =>
      events.flatMap((event) => (event.type === 'code-refused' ? [event.error.code] : []))
    await expect.poll(refused, slow).toEqual(['code.incomplete'])
    expect(runtime.reports()[0]?.lastError?.error.code).toBe('code.incomplete')
    await control.send('scan', { text: '430102199003070000' })
    await expect
      .poll(() => events.flatMap((event) => (event.type === 'code-scanned' ? [event.code.text] : [])), slow)
      .toEqual(['430102199003070000'])
  })

  it('that sends noise answers who waits with an error', async () => {
    const { control, config } = await setUpScanner()
    const scanner = await open(config)
    const read = scanner.invoke('code:read', wanted, never())
    const refused = expect(read).rejects.toMatchObject({ code: 'code.not-text' })
    await control.send('send-bytes', { hex: 'ff00fe80810d' })
    await refused
  })

  it('is called off, runs out of time, and is lost with an answer each', async () => {
    const { control, config } = await setUpScanner()
    const { runtime, until } = setUpRuntime([config])
    await until('codes', isReady)
    await expect(
      runtime.invoke('code:read', { kind: 'code-scanner' }, { timeoutMs: 100 }),
    ).rejects.toMatchObject({ code: 'code.none-scanned' })
    const cancel = new AbortController()
    const called = runtime.invoke('code:read', { id: 'codes' }, wanted, cancel.signal)
    cancel.abort()
    await expect(called).rejects.toMatchObject({ code: 'device.cancelled' })
    await until('codes', isReady)
    const cut = expect(runtime.invoke('code:read', { id: 'codes' }, wanted)).rejects.toMatchObject({
      code: 'device.disconnected',
    })
    await until('codes', ({ status }) => status === 'busy')
    await control.send('unplug')
    await cut
    await control.send('plug')
    await until('codes', isReady)
  })

  it('of Honeywell’s make shines only while somebody waits', async () => {
    const { control, config } = await setUpScanner({ trigger: 'honeywell' })
    const scanner = await open(config)
    const shining = async (): Promise<boolean> => (await control.send('status')).shining
    expect(await shining()).toBe(false)
    const cancel = new AbortController()
    const read = scanner.invoke('code:read', wanted, cancel.signal)
    await expect.poll(shining, slow).toBe(true)
    cancel.abort()
    await expect(read).rejects.toMatchObject({ code: 'device.cancelled' })
    await expect.poll(shining, slow).toBe(false)
  })

  it('leaves nothing of a code in the log of bytes', async () => {
    const { control, config } = await setUpScanner()
    const { runtime, events, until } = setUpRuntime([config])
    await until('codes', isReady)
    await control.send('scan', { text: '91350100M000100Y43' })
    await expect.poll(() => events.some(({ type }: DeviceEvent) => type === 'code-scanned'), slow).toBe(true)
    const trace = runtime.reports()[0]?.trace ?? []
    expect(trace.filter(({ direction }) => direction === 'in').map(({ shown }) => shown)).toEqual(['··19'])
  })
})
