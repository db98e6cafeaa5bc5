import { EventEmitter } from 'node:events'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDeviceError, type ScannedCode } from '#devices/contract'
import { HidTransport, type HidReportDevice } from '#devices/transports'
import { quietContext } from '../device-adapter.ts'
import { hearHidScanner } from './adapter.ts'
import type { CodeFrame } from './code-frame.ts'
import { HidReports, parseCodeReport } from './hid-reports.ts'

const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2000) }

/** A code as an Access-IS or a Newland scanner puts it into reports (devices.md B2), written from the table. */
function reports(data: Uint8Array, layout: 'aim' | 'plain', withId: boolean): Uint8Array[] {
  const out: Uint8Array[] = []
  for (let at = 0; at === 0 || at < data.length; at += 56) {
    const part = data.subarray(at, at + 56)
    const report = new Uint8Array(64)
    report[0] = 2
    report[1] = part.length
    if (layout === 'aim') {
      report.set([0x5d, 0x51, 0x31], 2)
      report.set(part, 5)
      report[63] = at + 56 < data.length ? 1 : 0
    } else report.set(part, 2)
    out.push(withId ? report : report.subarray(1))
  }
  return out
}

const told = (frames: readonly CodeFrame[]): unknown[] =>
  frames.map((frame) => (frame.type === 'code' ? [...frame.bytes] : frame.type))

/** Without NUL, which is padding; not ended by a line end, which is a suffix, nor begun like an identifier. */
const data = fc
  .uint8Array({ minLength: 1, maxLength: 200 })
  .filter((bytes) => !bytes.includes(0) && ![0x0a, 0x0d].includes(bytes.at(-1) ?? 0) && bytes[0] !== 0x5d)

describe('reports of a HID scanner', () => {
  it.each([
    ['aim', true],
    ['aim', false],
    ['plain', true],
  ] as const)('in layout %s, with report id %s, give the code back', (layout, withId) => {
    fc.assert(
      fc.property(data, (code) => {
        const splitter = new HidReports('auto')
        const frames = reports(code, layout, withId).flatMap((report) => splitter.push(report))
        if (layout === 'plain' && code.length % 56 === 0) frames.push(...splitter.silence())
        expect(told(frames)).toEqual([[...code]])
        expect(frames[0]).toHaveProperty('symbology', layout === 'aim' ? ']Q1' : null)
        expect(splitter.isOpen).toBe(false)
      }),
      { numRuns: Math.ceil(runs.numRuns / 5) },
    )
  })

  it('of two bytes without an id are not taken for an id and a length', () => {
    const report = Uint8Array.of(2, 0x31, 0x32, ...new Uint8Array(60))
    expect(told(new HidReports('auto').push(report))).toEqual([[0x31, 0x32]])
  })

  it('that say more than a report holds are refused', () => {
    const report = new Uint8Array(64).fill(0x41)
    report.set([2, 200])
    expect(parseCodeReport(report)).toBeNull()
    expect(told(new HidReports('auto').push(report))).toEqual(['incomplete'])
  })

  it('whose last one never comes give no code', () => {
    const splitter = new HidReports('aim')
    const [first = new Uint8Array()] = reports(new Uint8Array(100).fill(0x41), 'aim', true)
    expect(splitter.push(first)).toEqual([])
    expect(told(splitter.silence())).toEqual(['incomplete'])
  })

  it('are a code or refused, and hold no more than one code, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 70 }), { maxLength: 20 }), (noise) => {
        const splitter = new HidReports('auto')
        for (const report of noise) splitter.push(report)
        splitter.silence()
        expect(splitter.isOpen).toBe(false)
      }),
      runs,
    )
    const endless = new HidReports('aim')
    const more = reports(new Uint8Array(112).fill(0x41), 'aim', true)[0] ?? new Uint8Array()
    for (let count = 0; count < 400; count += 1) expect(endless.push(more)).toEqual([])
    expect(told(endless.silence())).toEqual(['too-long'])
  })
})

class ReportWire extends EventEmitter implements HidReportDevice {
  write(report: Buffer): Promise<number> {
    return Promise.resolve(report.length)
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

describe('a HID scanner', () => {
  it('tells everybody what nobody waited for, and the one who waits what comes then', async () => {
    const wire = new ReportWire()
    const heard: ScannedCode[] = []
    const scanner = hearHidScanner(
      new HidTransport('hid:1EAB:1D10', wire),
      {},
      { ...quietContext, onCode: (code) => heard.push(code) },
    )
    const send = (text: string): void => {
      for (const report of reports(new TextEncoder().encode(text), 'aim', true))
        wire.emit('data', Buffer.from(report))
    }
    send('无人等待')
    expect(heard).toEqual([{ text: '无人等待', encoding: 'utf-8', symbology: ']Q1' }])
    const asked = scanner.invoke('code:read', { timeoutMs: 5000 }, new AbortController().signal)
    await Promise.resolve()
    send('x'.repeat(130))
    expect((await asked).text).toBe('x'.repeat(130))
    expect(heard).toHaveLength(1)
    const cut = scanner.invoke('code:read', { timeoutMs: 5000 }, new AbortController().signal)
    wire.emit('error', new Error('could not read from HID device'))
    expect(isDeviceError(await cut.catch((error: unknown) => error), 'device.disconnected')).toBe(true)
  })
})
