import type { ReceiptDocument } from './receipt.ts'

/** Everything that a receipt can hold, with a character that no printer has in its font. */
export function testReceipt(now: Date): ReceiptDocument {
  return {
    blocks: [
      { type: 'text', text: '打印机测试', align: 'center', size: 'large', bold: true },
      { type: 'rule' },
      { type: 'pair', label: '时间', value: now.toLocaleString('zh-CN', { hour12: false }) },
      { type: 'pair', label: '生僻字', value: '𬭊 𫘧 𠮷' },
      { type: 'text', text: '加粗', bold: true },
      { type: 'text', text: '倍高', size: 'tall' },
      { type: 'text', text: '倍宽', size: 'wide' },
      { type: 'item', text: '这一行很长，用来看自动换行之后的缩进是不是对齐，标点是不是没有落在行首。' },
      { type: 'rule', style: 'dashed' },
      { type: 'qr', data: 'https://example.invalid/print-test' },
      { type: 'text', text: '以上应当完整清晰', align: 'center' },
    ],
  }
}
