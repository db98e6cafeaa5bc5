import { readFile } from 'node:fs/promises'
import {
  receiptDocumentSchema,
  testReceipt,
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

/** `device printer recover`, after the cutter has been cleared */
export async function recoverPrinter(options: Options, signal: AbortSignal): Promise<Report> {
  return reportStatus(await invokeOnce(printerConfig(options), 'receipt:recover', {}, signal), [
    '已让打印机恢复',
  ])
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
    throw new UsageError(
      `凭条文件 ${file} 不合格式，不对的地方：\n${document.error.issues.map(placeOf).join('\n')}`,
    )
  return print(document.data, options, signal)
}

/** `device printer test` */
export function printTest(options: Options, signal: AbortSignal): Promise<Report> {
  return print(testReceipt(new Date()), options, signal)
}

/** Where in the document it is; which rule it breaks is in the schema's page. */
function placeOf({ path }: { readonly path: readonly PropertyKey[] }): string {
  return path.length === 0 ? '整个文件' : path.map(String).join(' › ')
}

async function print(document: ReceiptDocument, options: Options, signal: AbortSignal): Promise<Report> {
  const reprint = options['reprint'] === true
  const outcome = await invokeOnce(printerConfig(options), 'receipt:print', { document, reprint }, signal)
  return reportStatus(outcome.after, ['已打印'])
}

const errorNames = {
  cutter: '切刀卡住',
  unrecoverable: '不能恢复的故障，请断电再上电',
  overheat: '打印头过热',
  blackMark: '找不到黑标',
  unspecified: '打印机没有说明的故障',
} as const

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
      `故障：${error === null ? '无' : errorNames[error]}`,
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
