import { describe, expect, it } from 'vitest'
import type { ReceiptDocument } from '#devices/contract'
import { open, setUpPrinter, slow } from './bench.ts'

const none = (): AbortSignal => new AbortController().signal
const blocks = Array.from({ length: 300 }, (_, index) => ({
  type: 'text' as const,
  text: `第 ${String(index)} 行`,
}))
const document: ReceiptDocument = { number: '430102-A01-261126-0001-7', blocks }

describe('a receipt longer than paper should be', slow, () => {
  it('comes out whole in numbered parts with its number on each', async () => {
    const { control, config } = await setUpPrinter()
    const printer = await open({ ...config, options: { linesPerPart: 120 } })
    await printer.invoke('receipt:print', { document }, none())
    const parts = (await control.send('receipts')).map((part) => part.split('\n'))
    expect(parts.map((lines) => lines.slice(0, 2))).toEqual([
      ['第 1/3 张', document.number],
      ['第 2/3 张', document.number],
      ['第 3/3 张', document.number],
    ])
    expect(parts.map((lines) => lines.at(-1))).toEqual(['（接下一张）', '（接下一张）', '第 299 行'])
    expect(parts.flat().filter((line) => /^第 \d+ 行$/.test(line))).toEqual(blocks.map(({ text }) => text))
    for (const lines of parts) expect(lines.length).toBeLessThanOrEqual(120)
  })

  it('is one piece where it fits', async () => {
    const { control, config } = await setUpPrinter()
    const printer = await open({ ...config, options: { linesPerPart: 300 } })
    await printer.invoke('receipt:print', { document }, none())
    expect((await control.send('receipts'))[0]?.split('\n')).toHaveLength(300)
  })

  it('says on every part of a reprint that it is one', async () => {
    const { control, config } = await setUpPrinter()
    const printer = await open({ ...config, options: { linesPerPart: 120 } })
    await printer.invoke('receipt:print', { document, reprint: true }, none())
    const parts = await control.send('receipts')
    expect(parts.length).toBeGreaterThan(2)
    for (const part of parts) expect(part).toMatch(/^重打件\n/)
  })
})

describe('an original', slow, () => {
  it('never says that it is a reprint', async () => {
    const { control, config } = await setUpPrinter()
    const printer = await open(config)
    await printer.invoke('receipt:print', { document: { blocks: [{ type: 'text', text: '甲' }] } }, none())
    await printer.invoke(
      'receipt:print',
      { document: { blocks: [{ type: 'text', text: '甲' }] }, reprint: true },
      none(),
    )
    expect(await control.send('receipts')).toEqual(['甲', '重打件\n内容与原件相同，以原件为准\n甲'])
  })
})
