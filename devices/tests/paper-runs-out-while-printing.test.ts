import { describe, expect, it } from 'vitest'
import type { ReceiptDocument } from '#devices/contract'
import { isReady, open, setUpPrinter, setUpRuntime, slow } from './bench.ts'

const receipt: ReceiptDocument = {
  blocks: Array.from({ length: 20 }, (_, index) => ({ type: 'text', text: `第 ${String(index + 1)} 行` })),
}
const none = (): AbortSignal => new AbortController().signal

describe('a printer that cannot finish', slow, () => {
  it('for its paper runs out never claims to have printed', async () => {
    const { control, config } = await setUpPrinter()
    const { runtime, until } = setUpRuntime([config])
    await until('printer', isReady)
    await control.send('paper-out-after', { lines: 8 })
    await expect(
      runtime.invoke('receipt:print', { id: 'printer' }, { document: receipt }),
    ).rejects.toMatchObject({
      code: 'receipt.paper-out-while-printing',
      retryable: true,
    })
    const state = await until('printer', ({ status }) => status === 'needs-attention')
    expect(state).toEqual({ status: 'needs-attention', reason: 'paper-out', usable: false })
    expect((await control.send('status')).receipts).toBe(0)

    await control.send('restore')
    await until('printer', isReady)
    await runtime.invoke('receipt:print', { id: 'printer' }, { document: receipt })
  })

  it('for its paper ends with the last line does not claim to have printed either', async () => {
    const { control, config } = await setUpPrinter()
    const printer = await open(config)
    await control.send('paper-out-after', { lines: 20 })
    await expect(printer.invoke('receipt:print', { document: receipt }, none())).rejects.toMatchObject({
      code: 'receipt.paper-out-while-printing',
    })
  })

  it('for its cutter jams says so', async () => {
    const { control, config } = await setUpPrinter()
    const printer = await open(config)
    await control.send('cutter-error', { when: 'next-cut' })
    await expect(printer.invoke('receipt:print', { document: receipt }, none())).rejects.toMatchObject({
      code: 'receipt.cutter',
    })
  })

  it('for its cable is pulled leaves the outcome open', async () => {
    const { control, config } = await setUpPrinter()
    const { runtime, until } = setUpRuntime([config])
    await until('printer', isReady)
    const blocks = Array.from({ length: 400 }, () => ({ type: 'text' as const, text: '行' }))
    const printing = runtime.invoke('receipt:print', { id: 'printer' }, { document: { blocks } })
    const refused = expect(printing).rejects.toMatchObject({ code: 'receipt.outcome-unknown' })
    await until('printer', ({ status }) => status === 'busy')
    await expect.poll(async () => (await control.send('status')).linesPrinted, slow).toBeGreaterThan(10)
    await control.send('unplug')
    await refused
    await until('printer', ({ status }) => status === 'needs-attention')
    await control.send('plug')
    await until('printer', isReady)
  })
})

describe('a printer that cannot begin', slow, () => {
  it.each([
    ['paper-out', 'receipt.paper-out', { paper: 'out' }],
    ['cover-open', 'receipt.cover-open', { cover: 'open' }],
    ['cutter-error', 'receipt.cutter', { error: 'cutter' }],
    ['overheat', 'receipt.overheated', { error: 'overheat' }],
  ] as const)('for %s says so and prints nothing', async (fault, code, status) => {
    const { control, config } = await setUpPrinter()
    const printer = await open(config)
    await control.send(fault)
    expect(await printer.invoke('receipt:status', {}, none())).toMatchObject({ ...status, online: false })
    await expect(printer.invoke('receipt:print', { document: receipt }, none())).rejects.toMatchObject({
      code,
    })
    await control.send('restore')
    expect(await control.send('receipts')).toEqual([])
  })

  it('but only warns of little paper prints', async () => {
    const { control, config } = await setUpPrinter()
    const printer = await open(config)
    await control.send('paper-near-end')
    const outcome = await printer.invoke('receipt:print', { document: receipt }, none())
    expect(outcome.after.paper).toBe('nearEnd')
  })
})
