import { EventEmitter } from 'node:events'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HidTransport, type HidReportDevice } from './hid.ts'
import { PacketUnwrapper, wrapFrame, WrappedHidTransport } from './wrapped-hid.ts'

/** What the reader sends, written apart: start, number, length, result, two bytes, frame, sum, padding to whole reports. */
function replyOf(frame: readonly number[], spoil = 0): Buffer {
  const body = [0x00, 0x12, 0x34, ...frame]
  const counted = [body.length % 256, Math.floor(body.length / 256), ...body]
  const sum = counted.reduce((total, byte) => total + byte, spoil) % 65_536
  const packet = Buffer.from([0xaa, 0, 0, ...counted, sum % 256, Math.floor(sum / 256)])
  return Buffer.concat([packet, Buffer.alloc((64 - (packet.length % 64)) % 64)])
}

const bytes = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 2_400 })
const runs = Number(process.env['FUZZ_RUNS'] ?? 2_000)

class ReportWire extends EventEmitter implements HidReportDevice {
  readonly written: Buffer[] = []
  write(report: Buffer): Promise<number> {
    this.written.push(report)
    return Promise.resolve(report.length)
  }
  close(): Promise<void> {
    return Promise.resolve()
  }
}

describe('a reader that wraps its frames', () => {
  it('is asked in a packet with start, length, command and sum', () => {
    const find = [0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x00, 0x03, 0x20, 0x01, 0x22]
    const sum = 11 + 0xb1 + find.reduce((total, byte) => total + byte, 0)
    expect([...wrapFrame(Uint8Array.from(find))]).toEqual([
      ...[0x88, 0, 0, 11, 0, 0xb1],
      ...find,
      ...[sum & 0xff, sum >> 8],
    ])
  })

  it('gives the frames of its packets, however many reports they take', () => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 4 }), (frames) => {
        const unwrapper = new PacketUnwrapper()
        const reports = Buffer.concat(frames.map((frame) => replyOf(frame)))
        const found: number[][] = []
        for (let at = 0; at < reports.length; at += 64)
          found.push(...unwrapper.push(reports.subarray(at, at + 64)).map((one) => [...one]))
        expect(found).toEqual(frames)
      }),
      { numRuns: 200 },
    )
  })

  it('whose packet is damaged gives nothing of it, and the next one whole', () => {
    const unwrapper = new PacketUnwrapper()
    expect(unwrapper.push(replyOf([1, 2, 3], 1))).toEqual([])
    expect(unwrapper.push(replyOf([4, 5]))).toEqual([Uint8Array.of(4, 5)])
  })

  it('never throws on what is no packet, and keeps little of it', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 64, maxLength: 64 }), { maxLength: 8 }), (reports) => {
        const unwrapper = new PacketUnwrapper()
        for (const report of reports) unwrapper.push(report)
      }),
      { numRuns: runs },
    )
  })

  it('is a plain pipe for who asks it', async () => {
    const wire = new ReportWire()
    const transport = new WrappedHidTransport(new HidTransport('hid:10C4:0007', wire))
    const heard: number[] = []
    transport.onData((chunk) => heard.push(...chunk))
    await transport.write(Uint8Array.of(9, 8, 7))
    wire.emit('data', replyOf([1, 2, 3]))
    expect([...(wire.written[0] ?? [])].slice(0, 10)).toEqual([0, 0x88, 0, 0, 4, 0, 0xb1, 9, 8, 7])
    expect(heard).toEqual([1, 2, 3])
    let ended: unknown = 'not yet'
    transport.onClose((reason) => (ended = reason?.code))
    wire.emit('error', new Error('gone'))
    expect(ended).toBe('device.disconnected')
  })
})
