import { describe, expect, it } from 'vitest'
import type { DeviceState } from '#devices/contract'
import { isReady, setUpPrinter, setUpReader, setUpRuntime, slow } from './bench.ts'

describe('the device runtime', slow, () => {
  it('tells each state once as it comes', async () => {
    const { control, config } = await setUpReader()
    const { runtime, events, until } = setUpRuntime([config])
    await until('reader', isReady)
    await control.send('insert-card', { seed: 41 })
    await runtime.invoke('id-card:read', { id: 'reader' }, { timeoutMs: 20_000 })
    await runtime.stop()
    const told = events.flatMap((event) =>
      event.type === 'state-changed' ? [event.snapshot.state.status] : [],
    )
    expect(told).toEqual(['starting', 'ready', 'busy', 'ready', 'absent'] satisfies DeviceState['status'][])
    expect(events.some((event) => event.type === 'card-detected')).toBe(true)
  })

  it('answers what is in flight and what waits when it stops', async () => {
    const { config } = await setUpReader()
    const { runtime, until } = setUpRuntime([config])
    await until('reader', isReady)
    const calls = [1, 2, 3].map(() =>
      runtime.invoke('id-card:read', { id: 'reader' }, { timeoutMs: 600_000 }),
    )
    const settled = Promise.allSettled(calls)
    await until('reader', ({ status }) => status === 'busy')
    await runtime.stop()
    for (const call of await settled) expect(call).toMatchObject({ reason: { code: 'device.stopped' } })
  })

  it('takes a cancelled call off the queue at once', async () => {
    const { config } = await setUpReader()
    const { runtime, until } = setUpRuntime([config])
    await until('reader', isReady)
    const first = runtime.invoke('id-card:read', { id: 'reader' }, { timeoutMs: 600_000 })
    const stopped = expect(first).rejects.toMatchObject({ code: 'device.stopped' })
    const cancel = new AbortController()
    const second = runtime.invoke('id-card:read', { id: 'reader' }, { timeoutMs: 600_000 }, cancel.signal)
    cancel.abort()
    await expect(second).rejects.toMatchObject({ code: 'device.cancelled' })
    await runtime.stop()
    await stopped
  })

  it('waits for a device that is just starting', async () => {
    const { control, config } = await setUpReader()
    await control.send('insert-card', { seed: 42 })
    const { runtime } = setUpRuntime([config])
    await expect(
      runtime.invoke('id-card:read', { kind: 'id-card-reader' }, { timeoutMs: 20_000 }),
    ).resolves.toBeDefined()
  })

  it('says plainly what it cannot do', async () => {
    const { config } = await setUpPrinter()
    const { runtime, until } = setUpRuntime([config])
    await until('printer', isReady)
    await expect(runtime.invoke('receipt:status', { id: 'other' }, {})).rejects.toMatchObject({
      code: 'device.not-configured',
    })
    await expect(runtime.invoke('id-card:read', { id: 'printer' }, { timeoutMs: 500 })).rejects.toMatchObject(
      {
        code: 'device.unsupported-operation',
      },
    )
    await expect(
      runtime.invoke('receipt:print', { id: 'printer' }, { document: { blocks: [] } }),
    ).rejects.toMatchObject({ code: 'device.invalid-request' })
  })

  it('shows paper and cover as they change, without being asked', async () => {
    const { control, config } = await setUpPrinter()
    const { until } = setUpRuntime([config])
    await until('printer', isReady)
    await control.send('paper-near-end')
    await until('printer', (state) => state.status === 'needs-attention' && state.usable)
    await control.send('cover-open')
    await until('printer', (state) => state.status === 'needs-attention' && state.reason === 'cover-open')
    await control.send('restore')
    await until('printer', isReady)
  })
})
