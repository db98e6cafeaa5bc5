import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import {
  deviceConfigSchema,
  receiptDocumentSchema,
  scanRequestSchema,
  type DeviceConfig,
  type IdCard,
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type PrinterStatus,
  type ReceiptDocument,
} from '#devices/contract'
import { quietContext } from '#devices/adapters'
import { openDevice } from '#devices/runtime'
import { listHidReaders, listSerialPorts, runProcess, type FoundPort } from '#devices/transports'
import { UsageError } from './usage.ts'

/** The options that any command may have been given. */
export type Options = Readonly<Record<string, string | boolean | undefined>>

/** What a command found out: for machines, and as lines for people. */
export interface Report {
  readonly json: Readonly<Record<string, unknown>>
  readonly lines: readonly string[]
}

export type Command = (options: Options, signal: AbortSignal) => Promise<Report>

/** Every command by its words. */
export const commands: Readonly<Record<string, Command>> = {
  list,
  'id-card read': readIdCard,
  'printer status': readPrinterStatus,
  'printer test': (options, signal) => print(testReceipt(), options, signal),
  'printer receipt': printFile,
  scan,
}

async function list(_options: Options, signal: AbortSignal): Promise<Report> {
  const [serial, hid, scanners] = await Promise.all([
    listSerialPorts(),
    listHidReaders(),
    listScanners(signal),
  ])
  const show = (title: string, ports: readonly FoundPort[]): string[] => [
    `${title}：`,
    ...(ports.length === 0
      ? ['  （没有）']
      : ports.map((port) => `  ${port.transport}  ${port.description}`.trimEnd())),
  ]
  return {
    json: { serial, hid, scanners },
    lines: [...show('串口', serial), ...show('USB 身份证阅读机', hid), ...show('扫描仪', scanners)],
  }
}

async function listScanners(signal: AbortSignal): Promise<FoundPort[]> {
  try {
    const args = ['-f', '%d\t%v %m%n']
    const result = await runProcess({
      program: 'scanimage',
      args,
      timeoutMs: 30_000,
      maxBytes: 1_000_000,
      signal,
    })
    return new TextDecoder()
      .decode(result.stdout)
      .split('\n')
      .filter((line) => line.includes('\t'))
      .map((line) => ({ transport: line.split('\t')[0] ?? '', description: line.split('\t')[1] ?? '' }))
  } catch {
    // No scanimage, no scanners: the other lists are still of use.
    return []
  }
}

async function readIdCard(options: Options, signal: AbortSignal): Promise<Report> {
  const timeoutMs = wholeNumber(options, 'timeout', 15_000)
  const config = configure({
    id: 'reader',
    kind: 'id-card-reader',
    adapter: 'sdt',
    transport: text(options, 'transport'),
  })
  const { card, warnings } = await invokeOnce(config, 'id-card:read', { timeoutMs }, signal)
  const shown = showCard(card)
  const lines = Object.entries(shown).map(
    ([field, value]) => `${cardLabels[field as keyof typeof shown]}：${value ?? '—'}`,
  )
  return {
    json: { card: shown, warnings },
    lines: [...lines, ...warnings.map((warning) => `注意：${warning}`)],
  }
}

const cardLabels = {
  kind: '证件',
  name: '姓名',
  nameEnglish: '英文姓名',
  sex: '性别',
  nation: '民族（国籍）',
  birth: '出生日期',
  address: '住址',
  number: '号码',
  authority: '签发机关',
  validFrom: '有效期起',
  validUntil: '有效期至',
}

function showCard(card: IdCard): Record<keyof typeof cardLabels, string | null> {
  const { kind, name, nameEnglish, sex, nation, birth, address, number, authority, validFrom, validUntil } =
    card
  return { kind, name, nameEnglish, sex, nation, birth, address, number, authority, validFrom, validUntil }
}

async function readPrinterStatus(options: Options, signal: AbortSignal): Promise<Report> {
  return reportStatus(await invokeOnce(printerConfig(options), 'receipt:status', {}, signal), [])
}

async function printFile(options: Options, signal: AbortSignal): Promise<Report> {
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

async function scan(options: Options, signal: AbortSignal): Promise<Report> {
  const out = text(options, 'out')
  const request = scanRequestSchema.safeParse({
    source: options['source'] ?? 'flatbed',
    mode: options['mode'] ?? 'color',
    dpi: wholeNumber(options, 'dpi', 200),
  })
  if (!request.success) throw new UsageError(`扫描参数不对：\n${z.prettifyError(request.error)}`)
  const config = configure({
    id: 'scanner',
    kind: 'document-scanner',
    adapter: 'sane',
    transport: text(options, 'device'),
  })
  const page = await invokeOnce(config, 'scan:page', request.data, signal)
  await mkdir(out, { recursive: true })
  const file = await writeNew(out, page.mimeType === 'image/png' ? 'png' : 'jpg', page.bytes)
  const { mimeType, widthPx, heightPx, dpi } = page
  return {
    json: { page: { file, mimeType, widthPx, heightPx, dpi } },
    lines: [`已扫描：${file}（${String(widthPx)}×${String(heightPx)}，${String(dpi)} dpi）`],
  }
}

/** The first free of page-0001, page-0002 …; an earlier scan is never overwritten. */
async function writeNew(folder: string, extension: string, bytes: Uint8Array): Promise<string> {
  for (let number = 1; ; number += 1) {
    const file = join(folder, `page-${String(number).padStart(4, '0')}.${extension}`)
    try {
      await writeFile(file, bytes, { flag: 'wx' })
      return file
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

async function invokeOnce<O extends OperationName>(
  config: DeviceConfig,
  operation: O,
  input: OperationInput<O>,
  signal: AbortSignal,
): Promise<OperationOutput<O>> {
  const device = await openDevice(config, quietContext, signal)
  try {
    return await device.invoke(operation, input, signal)
  } finally {
    await device.close()
  }
}

function configure(candidate: unknown): DeviceConfig {
  const config = deviceConfigSchema.safeParse(candidate)
  if (config.success) return config.data
  throw new UsageError(config.error.issues.map((issue) => issue.message).join('\n'))
}

function text(options: Options, name: string): string {
  const value = options[name]
  if (typeof value !== 'string' || value === '') throw new UsageError(`缺少 --${name}`)
  return value
}

function wholeNumber(options: Options, name: string, otherwise: number): number {
  const value = options[name]
  if (value === undefined) return otherwise
  if (typeof value !== 'string' || !/^\d{1,6}$/.test(value)) throw new UsageError(`--${name} 应是整数`)
  return Number(value)
}
