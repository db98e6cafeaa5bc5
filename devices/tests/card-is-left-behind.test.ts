import { describe, expect, it } from 'vitest'
import { isReady, setUpReader, setUpRuntime, slow } from './bench.ts'

describe('a card after its reading', slow, () => {
  async function readOne() {
    const { control, config } = await setUpReader()
    const { runtime, events, until } = setUpRuntime([config], { times: { checkIntervalMs: 1000 } })
    await until('reader', isReady)
    await control.send('insert-card', { seed: 61 })
    await runtime.invoke('id-card:read', { id: 'reader' }, { timeoutMs: 20_000 })
    const left = () => events.filter(({ type }) => type === 'card-left')
    const checks = async (): Promise<number> => (await control.send('status')).requests.status ?? 0
    return { control, left, checks }
  }

  it('that stays on the reader is told, once', async () => {
    const { left, checks } = await readOne()
    await expect.poll(left, slow).toEqual([{ type: 'card-left', deviceId: 'reader' }])
    const before = await checks()
    await expect.poll(checks, slow).toBeGreaterThan(before + 1)
    expect(left()).toHaveLength(1)
  })

  it('that is taken is no matter', async () => {
    const { control, left, checks } = await readOne()
    await control.send('remove-card')
    const before = await checks()
    await expect.poll(checks, slow).toBeGreaterThan(before + 1)
    expect(left()).toEqual([])
  })
})
