import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { loadImage } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import type { ReceiptDocument } from '#devices/contract'
import { open, setUpPrinter, slow, temporaryFolder } from './bench.ts'

const receipt: ReceiptDocument = {
  blocks: [
    { type: 'text', text: '受理凭条', align: 'center', size: 'large', bold: true },
    { type: 'rule' },
    { type: 'pair', label: '受理编号', value: '430102-A01-241123-0001-7' },
    { type: 'pair', label: '申请人', value: '安𫘧示例' },
    { type: 'item', text: '居民身份证原件', marker: '1.' },
    { type: 'qr', data: 'https://example.invalid/r/4301020001' },
    { type: 'spacer', lines: 2 },
  ],
}

const none = (): AbortSignal => new AbortController().signal

describe('a receipt', slow, () => {
  it('over TCP comes out as it was written: text, size, picture of a rare character, QR code', async () => {
    const outDir = await temporaryFolder()
    const { control, config } = await setUpPrinter({ outDir })
    const printer = await open(config)
    const outcome = await printer.invoke('receipt:print', { document: receipt }, none())
    expect(outcome.after).toEqual({ paper: 'ok', cover: 'closed', online: true, error: null })

    expect(await control.send('receipts')).toEqual([
      [
        '受理凭条',
        '─'.repeat(24),
        '受理编号：430102-A01-241123-0001-7',
        '[raster 576x30]',
        '1. 居民身份证原件',
        '[QR https://example.invalid/r/4301020001]',
        '',
        '',
        '',
      ].join('\n'),
    ])
    await expect.poll(() => readdir(outDir), slow).toContain('receipt-0001.json')
    const filed = JSON.parse(await readFile(join(outDir, 'receipt-0001.json'), 'utf8')) as {
      marks: unknown[]
      ignored: string[]
    }
    const title = {
      type: 'line',
      align: 'center',
      spans: [{ text: '受理凭条', wide: 2, high: 2, bold: true }],
    }
    expect(filed.marks[0]).toMatchObject(title)
    // All that the printer did not know is "QR model 2", which it always prints.
    expect(filed.ignored).toEqual(['1d286b040031413200'])
    const picture = await loadImage(await readFile(join(outDir, 'receipt-0001.png')))
    expect(picture.width).toBe(640)
    expect(picture.height).toBeGreaterThan(500)
  })

  it('over a serial line comes out too', async () => {
    const { control, config } = await setUpPrinter({ pty: true })
    const printer = await open(config)
    await printer.invoke('receipt:print', { document: receipt }, none())
    expect((await control.send('status')).receipts).toBe(1)
  })

  it('after another one is a receipt of its own', async () => {
    const { control, config } = await setUpPrinter()
    const printer = await open(config)
    const document: ReceiptDocument = { blocks: [{ type: 'text', text: '甲' }] }
    await Promise.all([1, 2, 3].map(() => printer.invoke('receipt:print', { document }, none())))
    expect(await control.send('receipts')).toEqual(['甲', '甲', '甲'])
  })
})
