import { describe, expect, it } from 'vitest'
import { open, readCard, setUpReader, slow } from './bench.ts'

describe('a bad line', slow, () => {
  it.each([
    ['a corrupt frame', 'corrupt-next-frame', { count: 2 }],
    ['lost bytes', 'drop-bytes', { bytes: 3, count: 2 }],
    ['garbage before a frame', 'prefix-garbage', { hex: '00 aa 55 aa aa', count: 1 }],
    ['garbage that looks like a frame', 'prefix-garbage', { hex: 'aa aa aa 96 69 00 05 01 02', count: 1 }],
    ['a frame in many pieces', 'split-next-frame', { pieceBytes: 100, gapMs: 5, count: 1 }],
    ['a leading AA eaten', 'odd-preamble', { change: 'short', count: 1 }],
    ['an AA too many', 'odd-preamble', { change: 'long', count: 1 }],
    ['an answer that comes twice', 'send-twice', { count: 1 }],
    ['a late answer', 'delay-next-frame', { ms: 600, count: 1 }],
    ['an answer after its request was given up', 'delay-next-frame', { ms: 3900, count: 1 }],
    ['a missing answer', 'stay-silent', { count: 2 }],
    ['a request that arrived damaged', 'refuse-next', { status: 0x10, count: 2 }],
  ] as const)('with %s still gives the card', async (_name, fault, args) => {
    const { control, config } = await setUpReader()
    const device = await open(config)
    const person = await control.send('insert-card', { seed: 21 })
    await control.send(fault, { ...args, step: 'read' } as never)
    expect((await readCard(device)).card.number).toBe(person.number)
    expect((await control.send('status')).faultsWaiting).toBe(0)
  })

  it('that puts a false frame before every answer still gives the card', async () => {
    const { control, config } = await setUpReader()
    const device = await open(config)
    const person = await control.send('insert-card', { seed: 24 })
    await control.send('prefix-garbage', { hex: 'aa aa aa 96 69 0f 00 01 02', count: 3 })
    expect((await readCard(device)).card.number).toBe(person.number)
    expect((await control.send('status')).requests).toMatchObject({ find: 1, select: 1, read: 1 })
  })

  it('that damages every answer is an error, not a wait without end', async () => {
    const { control, config } = await setUpReader()
    const device = await open(config)
    await control.send('insert-card', { seed: 22 })
    await control.send('corrupt-next-frame', { count: 1000 })
    await expect(readCard(device)).rejects.toMatchObject({ code: 'device.protocol' })
    await control.send('clear-faults')
    await expect(readCard(device)).resolves.toBeDefined()
  })

  it('on which the reader has gone deaf is an error', async () => {
    const { control, config } = await setUpReader()
    const device = await open(config)
    await control.send('stay-silent', { count: 1000 })
    await expect(readCard(device)).rejects.toMatchObject({ code: 'device.timeout' })
  })

  it('does not keep a card that slipped once from being read', async () => {
    const { control, config } = await setUpReader()
    const device = await open(config)
    await control.send('refuse-next', { step: 'select', status: 0x81 })
    await control.send('refuse-next', { step: 'read', status: 0x41 })
    const person = await control.send('insert-card', { seed: 23 })
    expect((await readCard(device)).card.number).toBe(person.number)
  })
})

describe('a security module', slow, () => {
  it.each([
    ['self-test-failed', 'id-card.sam-failed'],
    ['not-authorised', 'id-card.sam-not-authorised'],
  ] as const)('that is %s keeps the reader from coming up', async (fault, code) => {
    const { control, config } = await setUpReader()
    await control.send('module-fault', { fault })
    await expect(open(config)).rejects.toMatchObject({ code, retryable: false })
  })
})
