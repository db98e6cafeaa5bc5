import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  connectSimulatorControl,
  type CodeScannerCommands,
  type EscposPrinterCommands,
  type ScreenPadCommands,
  type IppPrinterCommands,
  type SdtReaderCommands,
} from '#devices/simulators'
import { slow, temporaryFolder } from './bench.ts'
import { runDeviceCommand } from './technician.ts'

const script = (path: string): string[] => ['--import', 'tsx', join(import.meta.dirname, '..', path)]

const device = (...args: string[]) => runDeviceCommand(args)

/** A simulator as a process of its own, ended by the signal that a terminal would send. */
async function simulator(
  path: string,
  ...args: string[]
): Promise<{ transport: string; controlPort: number }> {
  const child = spawn(process.execPath, [...script(path), ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  onTestFinished(async () => {
    child.kill('SIGTERM')
    expect(await closed).toEqual([0, null])
  })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return JSON.parse(line) as { transport: string; controlPort: number }
}

describe('the technician’s command', slow, () => {
  it('reads a card, again and again, as one JSON document', async () => {
    const folder = await temporaryFolder()
    const reader = await simulator(
      'simulators/sdt-reader/main.ts',
      '--pty',
      join(folder, 'reader'),
      '--read-ms',
      '10',
    )
    const control = await connectSimulatorControl<SdtReaderCommands>(reader.controlPort)
    const person = await control.send('insert-card', { seed: 51, latestAddress: '湖南省样例市示范街9号' })
    control.close()
    expect(await device('id-card', 'info', '--transport', reader.transport)).toEqual({
      exitCode: 0,
      json: { ok: true, reader: { samId: '05.03-20240101-0000000042-0000000007', answersStatus: true } },
    })
    for (let time = 0; time < 2; time += 1) {
      const { exitCode, json } = await device(
        'id-card',
        'read',
        '--latest-address',
        '--transport',
        reader.transport,
      )
      expect(exitCode).toBe(0)
      expect(json).toMatchObject({
        ok: true,
        card: {
          kind: 'resident',
          name: person.name,
          number: person.number,
          latestAddress: '湖南省样例市示范街9号',
        },
      })
    }
  })

  it('prints, tells the printer’s state, and says in Chinese what is wrong', async () => {
    const outDir = await temporaryFolder()
    const printer = await simulator('simulators/escpos-printer/main.ts', '--tcp', '0', '--out', outDir)
    const transport = ['--transport', printer.transport]
    expect(await device('printer', 'status', ...transport)).toMatchObject({
      exitCode: 0,
      json: { ok: true, status: { paper: 'ok', cover: 'closed', error: null } },
    })
    const file = join(outDir, 'receipt.in.json')
    await writeFile(file, JSON.stringify({ blocks: [{ type: 'text', text: '受理凭条' }] }))
    expect(await device('printer', 'receipt', ...transport, '--file', file)).toMatchObject({ exitCode: 0 })
    await expect.poll(() => readdir(outDir), slow).toContain('receipt-0001.json')

    const control = await connectSimulatorControl<EscposPrinterCommands>(printer.controlPort)
    await control.send('paper-out')
    control.close()
    expect(await device('printer', 'test', ...transport)).toEqual({
      exitCode: 3,
      json: {
        ok: false,
        error: { code: 'receipt.paper-out', message: '打印机缺纸，没有打印', remedy: '装纸后再打印' },
        technical: 'paper out, cover closed, online false, error null',
      },
    })
  })

  it('prints a test page on an A4 printer, and says what the printer lacks', async () => {
    const outDir = await temporaryFolder()
    const printer = await simulator('simulators/ipp-printer/main.ts', '--out', outDir, '--page-ms', '10')
    const transport = ['--transport', printer.transport]
    expect(await device('document', 'print', ...transport)).toMatchObject({
      exitCode: 0,
      json: { ok: true, pages: 1, confirmedBy: 'printer' },
    })
    await expect.poll(() => readdir(outDir), slow).toContain('document-0001.json')
    const control = await connectSimulatorControl<IppPrinterCommands>(printer.controlPort)
    await control.send('fault', { fault: 'toner-low-report' })
    control.close()
    expect(await device('document', 'status', ...transport)).toMatchObject({
      exitCode: 0,
      json: { status: { state: 'idle', reasons: [{ keyword: 'toner-low', attention: 'toner-low' }] } },
    })
    expect(await device('document', 'status', '--transport', 'ipp:printer')).toMatchObject({ exitCode: 2 })
  })

  it('scans a page into a folder and never over another', async () => {
    const out = await temporaryFolder()
    for (const name of ['page-0001.png', 'page-0002.png']) {
      expect(await device('scan', '--device', 'test:0', '--out', out, '--dpi', '75')).toMatchObject({
        exitCode: 0,
        json: { ok: true, page: { file: join(out, name), dpi: 75 } },
      })
    }
  })

  it('lists what hangs on this machine, and asks a line what it is', async () => {
    const { exitCode, json } = await device('list')
    expect(exitCode).toBe(0)
    expect(json).toMatchObject({ ok: true, devices: expect.any(Array) as unknown })
    const printer = await simulator('simulators/escpos-printer/main.ts', '--tcp', '0')
    expect(await device('probe', '--transport', printer.transport)).toMatchObject({
      exitCode: 0,
      json: { ok: true, found: { entry: { kind: 'receipt-printer', transport: printer.transport } } },
    })
    const config = join(await temporaryFolder(), 'terminal.yaml')
    await writeFile(
      config,
      `devices:\n  - { id: p1, kind: receipt-printer, adapter: escpos, transport: '${printer.transport}' }\n`,
    )
    expect(await device('probe', '--transport', printer.transport, '--config', config)).toMatchObject({
      exitCode: 3,
      json: { ok: false, error: { code: 'device.port-claimed' } },
    })
  })

  it('asks for a review and sets a light, each at the other end of its line', async () => {
    const pad = await simulator('simulators/review-pad/main.ts', '--ws', '0', '--key', 'counter-03-pad')
    const answering = device('review', 'ask', '--transport', pad.transport, '--key', 'counter-03-pad')
    const control = await connectSimulatorControl<ScreenPadCommands>(pad.controlPort)
    await expect.poll(async () => (await control.send('status')).showing, slow).not.toBeNull()
    await control.send('answer', { satisfaction: 'satisfied' })
    control.close()
    expect(await answering).toMatchObject({
      exitCode: 0,
      json: { ok: true, answer: { outcome: 'rated', satisfaction: 'satisfied' } },
    })

    const board = await simulator('simulators/relay-board/main.ts', '--tcp', '0')
    const light = await device(
      'light',
      'set',
      '--transport',
      board.transport,
      '--colour',
      'red',
      '--address',
      '1',
    )
    expect(light).toMatchObject({ exitCode: 0, json: { ok: true, colour: 'red', confirmed: true } })
    expect(await device('light', 'set', '--transport', board.transport, '--colour', 'blue')).toMatchObject({
      exitCode: 2,
      json: { error: { message: '灯的颜色只能是 red、yellow、green 或 off' } },
    })
  })

  it('listens for codes', async () => {
    const scanner = await simulator(
      'simulators/code-scanner/main.ts',
      '--pty',
      join(await temporaryFolder(), 'codes'),
    )
    const control = await connectSimulatorControl<CodeScannerCommands>(scanner.controlPort)
    onTestFinished(() => {
      control.close()
    })
    const listening = device('code', 'listen', '--transport', scanner.transport, '--count', '2')
    // The command says nothing until it is done: what is scanned before it listens is lost, as with any line.
    let isDone = false
    void listening.finally(() => (isDone = true))
    await expect
      .poll(async () => {
        await control.send('scan', { text: '芙蓉区晓园路8号', encoding: 'gb18030' })
        return isDone
      }, slow)
      .toBe(true)
    const code = { text: '芙蓉区晓园路8号', encoding: 'gb18030', symbology: null }
    expect(await listening).toEqual({ exitCode: 0, json: { ok: true, code, codes: [code, code] } })
    expect(
      await device('code', 'listen', '--transport', scanner.transport, '--timeout', '100'),
    ).toMatchObject({
      exitCode: 3,
      json: { ok: false, error: { code: 'code.none-scanned' } },
    })
  })

  it('tells wrong usage from a device that fails', async () => {
    expect(await device('id-card', 'read')).toMatchObject({
      exitCode: 2,
      json: { error: { message: '缺少 --transport' } },
    })
    expect(await device('printer', 'status', '--transport', 'usb')).toMatchObject({ exitCode: 2 })
    expect(await device('print')).toMatchObject({
      exitCode: 2,
      json: { ok: false, error: { code: 'cli.usage' } },
    })
    const missing = join(await temporaryFolder(), 'nothing')
    expect(await device('id-card', 'read', '--transport', `serial:${missing}`)).toMatchObject({
      exitCode: 3,
      json: { ok: false, error: { code: 'device.open-failed' } },
    })
  })
})
