import { describe, expect, it } from 'vitest'
import { isReady, setUpReader, setUpRuntime, slow } from './bench.ts'

describe('a reader that is unplugged', slow, () => {
  it('in the middle of a card answers with an error, and comes back by itself', async () => {
    const { control, config } = await setUpReader()
    const { runtime, until } = setUpRuntime([config])
    await until('reader', isReady)
    await control.send('insert-card', { seed: 31 })
    await control.send('unplug-during-next', { step: 'read', afterBytes: 300 })

    const reading = runtime.invoke('id-card:read', { kind: 'id-card-reader' }, { timeoutMs: 60_000 })
    await expect(reading).rejects.toMatchObject({ code: 'device.disconnected', retryable: true })
    const state = await until('reader', ({ status }) => status === 'needs-attention')
    expect(state).toEqual({ status: 'needs-attention', reason: 'disconnected', usable: false })
    await expect(
      runtime.invoke('id-card:read', { id: 'reader' }, { timeoutMs: 60_000 }),
    ).rejects.toMatchObject({ code: 'device.disconnected' })

    await control.send('plug')
    await until('reader', isReady)
    const person = await control.send('insert-card', { seed: 32 })
    const { card } = await runtime.invoke('id-card:read', { id: 'reader' }, { timeoutMs: 20_000 })
    expect(card.number).toBe(person.number)
  })

  it('while idle is noticed without being asked', async () => {
    const { control, config } = await setUpReader()
    const { until } = setUpRuntime([config])
    await until('reader', isReady)
    await control.send('unplug')
    await until('reader', ({ status }) => status === 'needs-attention')
    await control.send('plug')
    await until('reader', isReady)
  })

  it('never was there, is shown as failed and found when it comes', async () => {
    const { control, config } = await setUpReader()
    await control.send('unplug')
    const { until } = setUpRuntime([config])
    const state = await until('reader', ({ status }) => status === 'failed')
    expect(state).toMatchObject({ error: { code: 'device.open-failed' } })
    await control.send('plug')
    await until('reader', isReady)
  })
})
