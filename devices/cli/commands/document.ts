import { readFile } from 'node:fs/promises'
import {
  documentSidesSchema,
  type AttentionReason,
  type DeviceConfig,
  type DocumentPrinterStatus,
} from '#devices/contract'
import { UsageError } from '../usage.ts'
import { configure, invokeOnce, text, wholeNumber, type Options, type Report } from './command.ts'
import { testPage } from './test-page.ts'

/** `device document status` */
export async function readDocumentPrinter(options: Options, signal: AbortSignal): Promise<Report> {
  const status = await invokeOnce(printerConfig(options), 'document:status', {}, signal)
  return { json: { status }, lines: statusLines(status) }
}

/** `device document print` */
export async function printDocument(options: Options, signal: AbortSignal): Promise<Report> {
  const sides = documentSidesSchema.safeParse(options['sides'] ?? 'one-sided')
  if (!sides.success)
    throw new UsageError('--sides 只能是 one-sided、two-sided-long-edge、two-sided-short-edge')
  const pdf = options['file'] === undefined ? testPage() : await readPdf(text(options, 'file'))
  const { jobId, pages, confirmedBy, after } = await invokeOnce(
    printerConfig(options),
    'document:print',
    { pdf, copies: wholeNumber(options, 'copies', 1), sides: sides.data, jobName: '打印测试' },
    signal,
  )
  const said = confirmedBy === 'printer' ? '打印机确认已打完' : '打印服务已全部交给打印机；是否出纸请看打印机'
  return {
    json: { jobId, pages, confirmedBy, status: after },
    lines: [`${said}${pages === null ? '' : `，${String(pages)} 面`}`, ...statusLines(after)],
  }
}

async function readPdf(file: string): Promise<Uint8Array<ArrayBuffer>> {
  let content: Buffer
  try {
    content = await readFile(file)
  } catch (error) {
    throw new UsageError(`读不了文件 ${file}`, { cause: error })
  }
  if (!content.subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new UsageError(`${file} 不是 PDF 文件`)
  return Uint8Array.from(content)
}

function printerConfig(options: Options): DeviceConfig {
  const certificateSha256 = options['certificate']
  return configure({
    id: 'printer',
    kind: 'document-printer',
    adapter: 'ipp',
    transport: text(options, 'transport'),
    ...(certificateSha256 === undefined ? {} : { options: { certificateSha256 } }),
  })
}

const stateNames = { idle: '空闲', processing: '正在打印', stopped: '停止' }
const attentionNames: Partial<Record<AttentionReason, string>> = {
  'paper-out': '缺纸',
  'paper-near-end': '纸将尽',
  'paper-jam': '卡纸',
  'cover-open': '盖或门未关',
  'toner-low': '墨粉将尽',
  'toner-empty': '墨粉用完',
  'output-full': '出纸盘满',
  'tray-missing': '纸盒未装',
  overheated: '过热',
  offline: '脱机',
  paused: '已暂停',
  'service-needed': '需要维修',
}

function statusLines({ state, acceptingJobs, reasons, capabilities }: DocumentPrinterStatus): string[] {
  const told = reasons.map(({ keyword, attention }) =>
    attention === null ? keyword : `${attentionNames[attention] ?? attention}（${keyword}）`,
  )
  return [
    `型号：${capabilities.model}${capabilities.isQueue ? '（CUPS 打印队列）' : ''}`,
    `状态：${stateNames[state]}${acceptingJobs ? '' : '，暂停接收'}`,
    `提示：${told.length === 0 ? '无' : told.join('、')}`,
    `PDF：${capabilities.formats.includes('application/pdf') ? '支持' : '不支持'}`,
    `双面：${capabilities.sides.some((side) => side.startsWith('two-sided')) ? '支持' : '不支持'}`,
    `A4：${capabilities.media.includes('iso_a4_210x297mm') ? '有' : '没有'}`,
  ]
}
