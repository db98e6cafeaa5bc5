import { describe, expect, it } from 'vitest'
import { open, readCard, setUpReader, slow } from './bench.ts'

describe('a card on the reader', slow, () => {
  it.each(['resident', 'residence-permit', 'foreigner-2017', 'foreigner-2023'] as const)(
    'of the edition %s is read with its photo',
    async (edition) => {
      const { control, config } = await setUpReader()
      const device = await open(config)
      expect(device.detail).toBe('SAM 05.03-20240101-0000000042-0000000007')
      const person = await control.send('insert-card', { seed: 11, edition })
      const { card } = await readCard(device)
      expect(card.number).toBe(person.number)
      expect(card.photoWlt).toHaveLength(1024)
    },
  )

  it.each([
    ['that the police wrote on it', '湖南省样例市示范街9号', '湖南省样例市示范街9号'],
    ['that it does not have', undefined, null],
  ])('is read with the latest address %s, where that is asked for', async (_name, written, read) => {
    const { control, config } = await setUpReader()
    const device = await open(config)
    await control.send('insert-card', {
      seed: 16,
      ...(written === undefined ? {} : { latestAddress: written }),
    })
    const input = { timeoutMs: 20_000, latestAddress: true }
    const { card, warnings } = await device.invoke('id-card:read', input, new AbortController().signal)
    expect(card.latestAddress).toBe(read)
    expect(warnings).toEqual([])
    expect((await readCard(device)).card).not.toHaveProperty('latestAddress')
  })

  it('keeps its reading when its latest address cannot be read', async () => {
    const { control, config } = await setUpReader()
    const device = await open(config)
    const person = await control.send('insert-card', { seed: 17 })
    await control.send('refuse-next', { step: 'address', status: 0x41 })
    const input = { timeoutMs: 20_000, latestAddress: true }
    const { card, warnings } = await device.invoke('id-card:read', input, new AbortController().signal)
    expect(card.number).toBe(person.number)
    expect(warnings).toEqual(['latest-address-unread'])
  })

  it('is read with the fingerprints on its chip, where they are asked for', async () => {
    const { control, config } = await setUpReader()
    const device = await open(config)
    await control.send('insert-card', { seed: 18, prints: true })
    const input = { timeoutMs: 20_000, fingerprints: true }
    const { card, warnings } = await device.invoke('id-card:read', input, new AbortController().signal)
    expect(warnings).toEqual([])
    expect(card.fingerprints).toMatchObject([
      { finger: 'right-thumb', registered: true, quality: 80 },
      { finger: 'left-index', registered: true, quality: 64 },
    ])
    expect(card.fingerprints?.map(({ template }) => template.length)).toEqual([512, 512])
    expect((await readCard(device)).card).not.toHaveProperty('fingerprints')
  })

  it('has no fingerprints when its chip holds none, and keeps its reading when they cannot be read', async () => {
    const { control, config } = await setUpReader()
    const device = await open(config)
    const person = await control.send('insert-card', { seed: 19 })
    const input = { timeoutMs: 20_000, fingerprints: true }
    const ask = () => device.invoke('id-card:read', input, new AbortController().signal)
    expect((await ask()).card.fingerprints).toEqual([])
    await control.send('habits', { unknown: ['fingerprints'] })
    const { card, warnings } = await ask()
    expect(card.number).toBe(person.number)
    expect(warnings).toEqual(['fingerprints-unread'])
  })

  it('is read when it comes while the reader is waiting for it', async () => {
    const { control, config } = await setUpReader()
    const device = await open(config)
    const reading = readCard(device)
    await expect.poll(async () => (await control.send('status')).requests.find ?? 0, slow).toBeGreaterThan(2)
    const person = await control.send('insert-card', { seed: 12 })
    expect((await reading).card.number).toBe(person.number)
  })

  it('is read again though it was never lifted', async () => {
    const { control, config } = await setUpReader()
    const device = await open(config)
    const person = await control.send('insert-card', { seed: 13 })
    await readCard(device)
    expect((await readCard(device)).card.number).toBe(person.number)
  })

  it('that never comes is a plain error after the time given', async () => {
    const { config } = await setUpReader()
    const device = await open(config)
    await expect(readCard(device, 700)).rejects.toMatchObject({ code: 'id-card.no-card', retryable: true })
  })

  it('is not waited for once the caller has cancelled', async () => {
    const { control, config } = await setUpReader()
    const device = await open(config)
    const cancel = new AbortController()
    const reading = device.invoke('id-card:read', { timeoutMs: 60_000 }, cancel.signal)
    await expect.poll(async () => (await control.send('status')).requests.find ?? 0, slow).toBeGreaterThan(0)
    cancel.abort()
    await expect(reading).rejects.toMatchObject({ code: 'device.cancelled' })
    const person = await control.send('insert-card', { seed: 14 })
    expect((await readCard(device)).card.number).toBe(person.number)
  })

  it('is read once for each of two callers, one after the other', async () => {
    const { control, config } = await setUpReader()
    const device = await open(config)
    const person = await control.send('insert-card', { seed: 15 })
    const both = await Promise.all([readCard(device), readCard(device)])
    expect(both.map(({ card }) => card.number)).toEqual([person.number, person.number])
  })
})
