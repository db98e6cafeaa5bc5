import { describe, expect, it } from 'vitest'
import { open, setUpPrinter, slow } from './bench.ts'

const none = (): AbortSignal => new AbortController().signal
const document = { blocks: [{ type: 'text' as const, text: '甲' }] }

describe('a cutter that jammed', slow, () => {
  it('works again once it is cleared and the printer is told so', async () => {
    const { control, config } = await setUpPrinter()
    const printer = await open(config)
    await control.send('cutter-error', { when: 'next-cut' })
    await expect(printer.invoke('receipt:print', { document }, none())).rejects.toMatchObject({
      code: 'receipt.cutter',
    })
    expect(await printer.invoke('receipt:recover', {}, none())).toMatchObject({ error: null, online: true })
    await printer.invoke('receipt:print', { document, reprint: true }, none())
    expect(await control.send('status')).toMatchObject({ cutter: 'ok', receipts: 1 })
  })
})

describe('a presenter', slow, () => {
  it('tells of a slip that nobody has taken, and of its end', async () => {
    const { control, config } = await setUpPrinter()
    const printer = await open({ ...config, options: { presenter: true } })
    expect(await printer.invoke('receipt:status', {}, none())).toMatchObject({ presenter: 'clear' })
    await control.send('slip-waiting', { waiting: true })
    expect(await printer.invoke('receipt:status', {}, none())).toMatchObject({ presenter: 'slip-waiting' })
    await control.send('paper-near-end')
    expect(await printer.invoke('receipt:status', {}, none())).toMatchObject({ paper: 'nearEnd' })
  })
})
