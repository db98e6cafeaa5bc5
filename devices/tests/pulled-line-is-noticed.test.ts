import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeviceError } from '#devices/contract'
import { createPtyPair } from '#devices/simulators'
import { openTransport } from '#devices/transports'
import { expect, it } from 'vitest'

it('ends a line whose device node is gone although its driver says nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pulled-'))
  const pair = await createPtyPair(join(folder, 'host'), join(folder, 'device'))
  try {
    const line = await openTransport(`serial:${pair.hostPath}`, new AbortController().signal)
    const ended = new Promise<DeviceError | null>((resolve) => line.onClose(resolve))
    // The pty itself stays: nobody tells the port.
    await rm(pair.hostPath)
    expect(await ended).toMatchObject({ code: 'device.disconnected' })
    expect(line.closed).toBe(true)
  } finally {
    await pair.close()
    await rm(folder, { recursive: true, force: true })
  }
}, 20_000)
