import { describe, expect, it } from 'vitest'
import { open, readCard, setUpReader, slow } from './bench.ts'

describe('a reader that differs from the book still reads the card', slow, () => {
  it.each([
    ['never finds a card', { find: 0x80 }],
    ['answers a find with another refusal', { find: 0x81 }],
    ['says nothing but “found”', { findBytes: 0 }],
    ['answers a find with a plain success', { find: 0x90 }],
    ['never selects', { select: 0x81 }],
    ['refuses to select with the refusal of a find', { select: 0x80 }],
    ['says nothing but “selected”', { selectBytes: 0 }],
    ['does not know its status or number', { unknown: ['status', 'id'] }],
    ['does not tell its number', { deafTo: ['id'] }],
    ['is deaf to the question for its status', { deafTo: ['status'] }],
  ] as const)('where it %s', async (_name, habits) => {
    const { control, config } = await setUpReader()
    await control.send('habits', habits)
    const person = await control.send('insert-card', { seed: 25 })
    const device = await open(config)
    expect((await readCard(device)).card.number).toBe(person.number)
    await device.check(new AbortController().signal)
  })

  it('and one that is silent when there is nothing to read goes on looking', async () => {
    const { control, config } = await setUpReader()
    const device = await open({ ...config, options: { pollIntervalMs: 50 } })
    await control.send('habits', { deafTo: ['read'] })
    const reading = readCard(device)
    await expect.poll(async () => (await control.send('status')).requests.read ?? 0, slow).toBeGreaterThan(0)
    await control.send('habits', {})
    const person = await control.send('insert-card', { seed: 26 })
    expect((await reading).card.number).toBe(person.number)
  })
})
