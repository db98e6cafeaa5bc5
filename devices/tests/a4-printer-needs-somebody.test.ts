import { describe, expect, it } from 'vitest'
import type { DocumentProgress } from '#devices/contract'
import { isReady, setUpRuntime, slow } from './bench.ts'
import { a4Config, openA4, pdfOf, setUpA4 } from './ipp-bench.ts'

describe('an A4 printer that needs somebody', slow, () => {
  it('for its paper ends in the middle says so, waits, and goes on with the same job', async () => {
    const { control, config } = await setUpA4()
    const { runtime, events, until } = setUpRuntime([config])
    await until('a4', isReady)
    await control.send('paper-out-after', { sheets: 2 })
    const printing = runtime.invoke(
      'document:print',
      { id: 'a4' },
      { pdf: pdfOf(4), copies: 1, sides: 'one-sided', jobName: '收件回执' },
    )
    const told = (): DocumentProgress[] =>
      events.flatMap((event) => (event.type === 'document-progressed' ? [event.progress] : []))
    await expect
      .poll(told, slow)
      .toContainEqual({ stage: 'held-up', attention: 'paper-out', pages: 2 } satisfies DocumentProgress)
    expect((await control.send('status')).documents).toBe(0)
    await control.send('restore')
    expect(await printing).toMatchObject({ pages: 4, confirmedBy: 'printer' })
    expect((await control.send('status')).jobs).toHaveLength(1)
    await until('a4', isReady)
  })

  it.each([
    ['media-empty', 'paper-out', false],
    ['media-jam', 'paper-jam', false],
    ['cover-open', 'cover-open', false],
    ['door-open', 'cover-open', false],
    ['toner-empty', 'toner-empty', false],
    ['output-area-full', 'output-full', false],
    ['media-low-warning', 'paper-near-end', true],
    ['toner-low-report', 'toner-low', true],
  ] as const)('for %s is known to before anybody prints', async (fault, reason, usable) => {
    const { control, config } = await setUpA4()
    const { until } = setUpRuntime([config])
    await until('a4', isReady)
    await control.send('fault', { fault })
    expect(await until('a4', ({ status }) => status === 'needs-attention')).toEqual({
      status: 'needs-attention',
      reason,
      usable,
    })
    await control.send('restore')
    await until('a4', isReady)
  })

  it('and nobody comes: the job is taken back, so that it does not come out before strangers', async () => {
    const { control, config } = await setUpA4()
    const { print } = await openA4(a4Config(config.transport, { heldUpMinutes: 0.01 }))
    await control.send('fault', { fault: 'media-empty' })
    await expect(print()).rejects.toMatchObject({ code: 'document.held-up-too-long' })
    await control.send('restore')
    expect(await control.send('status')).toMatchObject({ jobs: [{ state: 7 }], documents: 0 })
  })

  it('is told of as disconnected when it is switched off, and comes back', async () => {
    const { control, config } = await setUpA4()
    const { until } = setUpRuntime([config])
    await until('a4', isReady)
    await control.send('unplug')
    expect(await until('a4', ({ status }) => status === 'needs-attention')).toMatchObject({
      reason: 'disconnected',
    })
    await control.send('plug')
    await until('a4', isReady)
  })
})
