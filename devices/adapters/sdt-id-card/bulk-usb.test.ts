import { describe, expect, it } from 'vitest'
import { UsbBulkTransport, type UsbBulkPort } from '#devices/transports'
import { quietContext } from '../device-adapter.ts'
import { startSdtReader } from './adapter.ts'

const hex = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'hex'))

/** Captured refusals and the good answers of a module (devices.md A2), by the request they answer. */
const answers = new Map([
  ['aaaaaa96690003' + '11ffed', hex('aaaaaa96690004000090' + '94')],
  ['aaaaaa96690003' + '12ffee', hex('aaaaaa96690004000021' + '25')],
  ['aaaaaa96690003' + '200122', hex('aaaaaa96690004000080' + '84')],
  ['aaaaaa96690003' + '300132', hex('aaaaaa96690004000041' + '45')],
])

/** The bulk endpoints of a reader without a card: a transfer gives at most what was asked for, or nothing in time. */
class ReaderPort implements UsbBulkPort {
  #waiting: Uint8Array[] = []

  async read(lengthBytes: number): Promise<Uint8Array | null> {
    await new Promise(setImmediate)
    const next = this.#waiting.shift()
    if (next === undefined || next.length <= lengthBytes) return next ?? null
    this.#waiting.unshift(next.subarray(lengthBytes))
    return next.subarray(0, lengthBytes)
  }

  write(bytes: Uint8Array): Promise<number> {
    const answer = answers.get(Buffer.from(bytes).toString('hex'))
    // In two transfers: where one ends says nothing of where a frame does.
    if (answer !== undefined) this.#waiting.push(answer.subarray(0, 7), answer.subarray(7))
    return Promise.resolve(bytes.length)
  }

  release(): Promise<void> {
    return Promise.resolve()
  }
}

describe('a reader on bulk USB', () => {
  it('is brought up and asked for a card in raw frames', async () => {
    const link = new UsbBulkTransport('usb:0400:C35A', new ReaderPort())
    const never = new AbortController().signal
    const reader = await startSdtReader(link, { pollIntervalMs: 50 }, quietContext, never)
    expect(reader.detail).toBe('SAM without a number')
    await expect(reader.invoke('id-card:read', { timeoutMs: 200 }, never)).rejects.toMatchObject({
      code: 'id-card.no-card',
    })
    await reader.close()
  })
})
