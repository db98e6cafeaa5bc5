import { describe, expect, it } from 'vitest'
import { isReady, setUpPrinter, setUpReader, setUpRuntime, slow } from './bench.ts'

describe('a device whose driver brings the host down', slow, () => {
  it('is left alone until it is wanted again, while the others work', async () => {
    const reader = await setUpReader()
    const printer = await setUpPrinter()
    const { runtime, until } = setUpRuntime([reader.config, printer.config], { setAside: ['reader'] })
    await until('printer', isReady)
    const state = await until('reader', ({ status }) => status === 'failed')
    expect(state).toMatchObject({ error: { code: 'device.set-aside', retryable: false } })
    await expect(runtime.invoke('id-card:read', { id: 'reader' }, { timeoutMs: 1000 })).rejects.toMatchObject(
      { code: 'device.set-aside' },
    )
    expect((await reader.control.send('status')).requests).toEqual({})
    runtime.reconnect('reader')
    await until('reader', isReady)
  })

  it('comes back with the others one by one, none of them shown as gone, and a wanted one at once', async () => {
    const reader = await setUpReader()
    const printer = await setUpPrinter()
    await reader.control.send('delay-next-frame', { ms: 700, step: 'status' })
    const { runtime, events, until } = setUpRuntime([reader.config, printer.config], { oneByOne: true })
    const status = await runtime.invoke('receipt:status', { id: 'printer' }, {})
    expect(status.online).toBe(true)
    expect(runtime.snapshots()[0]?.state).toEqual({ status: 'starting', again: true })
    await until('reader', isReady)
    const told = events.flatMap((event) => (event.type === 'state-changed' ? [event.snapshot.state] : []))
    expect(told.slice(0, 2)).toEqual(Array(2).fill({ status: 'starting', again: true }))
    expect(told.map(({ status: name }) => name)).not.toContain('absent')
  })

  it('is known by what ran when it happened', async () => {
    const { control, config } = await setUpReader()
    const inside: string[] = []
    const { runtime, until } = setUpRuntime([config], {
      onDriver: (id, entered) => inside.push(`${entered ? 'in' : 'out'} ${id}`),
    })
    await until('reader', isReady)
    await control.send('insert-card', { seed: 62 })
    await runtime.invoke('id-card:read', { id: 'reader' }, { timeoutMs: 20_000 })
    expect(inside.slice(0, 4)).toEqual(['in reader', 'out reader', 'in reader', 'out reader'])
  })
})

describe('a device that works', slow, () => {
  it('is opened anew on request, at once and without talk of a loss', async () => {
    const { config } = await setUpReader()
    const times = { firstRetryMs: 600_000 }
    const { runtime, events, until } = setUpRuntime([config], { times })
    await until('reader', isReady)
    const waiting = runtime.invoke('id-card:read', { id: 'reader' }, { timeoutMs: 60_000 })
    const answered = expect(waiting).rejects.toMatchObject({ name: 'DeviceError' })
    await until('reader', ({ status }) => status === 'busy')
    runtime.reconnect('reader')
    await answered
    await until('reader', isReady)
    const told = events.flatMap((event) => (event.type === 'state-changed' ? [event.snapshot.state] : []))
    expect(told.slice(-2)).toEqual([{ status: 'starting', again: true }, { status: 'ready' }])
    expect(runtime.reports()[0]?.openings).toBe(2)
  })
})

describe('a device that is away', slow, () => {
  it('is found at once when something is plugged in, long before its next attempt', async () => {
    const { control, config } = await setUpReader()
    await control.send('unplug')
    const { runtime, until } = setUpRuntime([config], { times: { firstRetryMs: 600_000 } })
    await until('reader', ({ status }) => status === 'failed')
    await control.send('plug')
    runtime.lookNow()
    await until('reader', isReady)
  })

  it('tells since when, what it can do once it is there, and how it was lost', async () => {
    const { control, config } = await setUpReader()
    const { runtime, until } = setUpRuntime([config])
    await until('reader', isReady)
    expect(runtime.snapshots()[0]).toMatchObject({
      capabilities: ['id-card:read', 'id-card:info'],
    })
    const [before] = runtime.reports()
    expect(before).toMatchObject({ adapter: 'sdt', openings: 1, lastError: null })
    const unpluggedAt = Date.now()
    await control.send('unplug')
    await until('reader', ({ status }) => status === 'needs-attention')
    const [after] = runtime.reports()
    expect(after?.lastError?.error.code).toBe('device.disconnected')
    expect(Date.parse(before?.snapshot.since ?? '')).toBeLessThanOrEqual(unpluggedAt)
    expect(Date.parse(after?.snapshot.since ?? '')).toBeGreaterThanOrEqual(unpluggedAt)
  })
})
