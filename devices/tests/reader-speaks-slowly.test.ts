import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createPtyPair } from '#devices/simulators'
import { openTransport } from '#devices/transports'
import { open, slow, temporaryFolder } from './bench.ts'

const never = new AbortController().signal
const good = Uint8Array.from(Buffer.from('AAAAAA96690004000090' + '94', 'hex'))

/** A reader that understands nothing unless the host's line runs at its own speed. */
async function readerAt(baud: string) {
  const folder = await temporaryFolder()
  const pair = await createPtyPair(join(folder, 'host'), join(folder, 'device'))
  const line = await openTransport(`serial:${pair.devicePath}`, never)
  const speeds: string[] = []
  line.onData(() => {
    void promisify(execFile)('stty', ['-F', pair.hostPath, 'speed']).then(({ stdout }) => {
      speeds.push(stdout.trim())
      return stdout.trim() === baud ? line.write(good) : undefined
    })
  })
  onTestFinished(async () => {
    await line.close()
    await pair.close()
  })
  return { transport: `serial:${pair.hostPath}`, speeds }
}

describe('a reader set to another speed', slow, () => {
  const reader = { id: 'reader', kind: 'id-card-reader', adapter: 'sdt' } as const

  it('is found by trying, the factory’s speed first', async () => {
    const { transport, speeds } = await readerAt('38400')
    const device = await open({ ...reader, transport })
    expect(device.detail).toBe('SAM without a number')
    expect([...new Set(speeds)]).toEqual(['115200', '57600', '38400'])
  })

  it('is not looked for where the speed is written', async () => {
    const { transport, speeds } = await readerAt('9600')
    await expect(open({ ...reader, transport: `${transport}?baud=57600` })).rejects.toMatchObject({
      code: 'device.timeout',
    })
    expect([...new Set(speeds)]).toEqual(['57600'])
  })
})
