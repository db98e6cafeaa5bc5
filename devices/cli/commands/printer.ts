import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import {
  receiptDocumentSchema,
  type DeviceConfig,
  type PrinterStatus,
  type ReceiptDocument,
} from '#devices/contract'
import { UsageError } from '../usage.ts'
import { configure, invokeOnce, text, wholeNumber, type Options, type Report } from './command.ts'

/** `device printer status` */
export async function readPrinterStatus(options: Options, signal: AbortSignal): Promise<Report> {
  return reportStatus(await invokeOnce(printerConfig(options), 'receipt:status', {}, signal), [])
}

/** `device printer receipt` */
export async function printFile(options: Options, signal: AbortSignal): Promise<Report> {
  const file = text(options, 'file')
  let content: unknown
  try {
    content = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new UsageError(`读不了凭条文件 ${file}`, { cause: error })
  }
  const document = receiptDocumentSchema.safeParse(content)
  if (!document.success)
    throw new UsageError(`凭条文件 ${file} 不合格式：\n${z.prettifyError(document.error)}`)
  return print(document.data, options, signal)
}

/** `device printer test` */
export function printTest(options: Options, signal: AbortSignal): Promise<Report> {
  return print(testReceipt(), options, signal)
}

async function print(document: ReceiptDocument, options: Options, signal: AbortSignal): Promise<Report> {
  const outcome = await invokeOnce(printerConfig(options), 'receipt:print', { document }, signal)
  return reportStatus(outcome.after, ['已打印'])
}

function reportStatus(status: PrinterStatus, before: readonly string[]): Report {
  const { paper, cover, error, online } = status
  const paperNames = { ok: '正常', nearEnd: '将尽', out: '缺纸' }
  return {
    json: { status: { paper, cover, error }, online },
    lines: [
      ...before,
      `纸张：${paperNames[paper]}`,
      `上盖：${cover === 'open' ? '打开' : '关好'}`,
      `联机：${online ? '是' : '否'}`,
      `故障：${error ?? '无'}`,
    ],
  }
}

function printerConfig(options: Options): DeviceConfig {
  return configure({
    id: 'printer',
    kind: 'receipt-printer',
    adapter: 'escpos',
    transport: text(options, 'transport'),
    options: { paperWidthMm: wholeNumber(options, 'paper', 80) },
  })
}

/** Everything that a receipt can hold, with a character that no printer has in its font. */
function testReceipt(): ReceiptDocument {
  return {
    blocks: [
      { type: 'text', text: '打印机测试', align: 'center', size: 'large', bold: true },
      { type: 'rule' },
      { type: 'pair', label: '时间', value: new Date().toLocaleString('zh-CN', { hour12: false }) },
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
