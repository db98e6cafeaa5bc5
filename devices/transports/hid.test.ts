import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { HidTransport, type HidReportDevice } from './hid.ts'

/** The report level of hidapi: what node-hid would hand to the operating system. */
class ReportWire extends EventEmitter implements HidReportDevice {
  readonly written: Buffer[] = []
  pulled = false

  write(report: Buffer): Promise<number> {
    if (this.pulled) return Promise.reject(new Error('cannot write to hid device'))
    this.written.push(report)
    return Promise.resolve(report.length)
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

describe('SDT frames over HID reports', () => {
  it('go out as report id 00 and 64 bytes, zero-padded', async () => {
    const wire = new ReportWire()
    await new HidTransport('hid:2B8B:2721', wire).write(Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69))
    expect(wire.written).toHaveLength(1)
    expect(wire.written[0]).toHaveLength(65)
    expect([...(wire.written[0] ?? [])].slice(0, 7)).toEqual([0, 0xaa, 0xaa, 0xaa, 0x96, 0x69, 0])
  })

  it('are cut into several reports when longer', async () => {
    const wire = new ReportWire()
    await new HidTransport('hid:2B8B:2721', wire).write(new Uint8Array(130).fill(7))
    expect(wire.written.map((report) => report.length)).toEqual([65, 65, 65])
    expect([...(wire.written[2] ?? [])].slice(0, 4)).toEqual([0, 7, 7, 0])
  })

  it('come in as whole reports', () => {
    const wire = new ReportWire()
    const received: number[] = []
    new HidTransport('hid:2B8B:2721', wire).onData((bytes) => received.push(bytes.length))
    wire.emit('data', Buffer.alloc(64))
    expect(received).toEqual([64])
  })

  it('end with one close when the cable is pulled', async () => {
    const wire = new ReportWire()
    const transport = new HidTransport('hid:2B8B:2721', wire)
    const reasons: (string | undefined)[] = []
    transport.onClose((reason) => reasons.push(reason?.code))
    wire.pulled = true
    await expect(transport.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'device.disconnected' })
    wire.emit('error', new Error('could not read from HID device'))
    expect(reasons).toEqual(['device.disconnected'])
  })
})
