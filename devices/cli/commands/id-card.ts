import type { DeviceConfig, Fingerprint, IdCard } from '#devices/contract'
import { configuredDevices } from '../configuration.ts'
import { UsageError } from '../usage.ts'
import { configure, invokeOnce, text, wholeNumber, type Options, type Report } from './command.ts'
import { inWords } from './person-words.ts'

/** `device id-card read` */
export async function readIdCard(options: Options, signal: AbortSignal): Promise<Report> {
  const timeoutMs = wholeNumber(options, 'timeout', 15_000)
  const latestAddress = options['latest-address'] === true
  const fingerprints = options['fingerprints'] === true
  const input = { timeoutMs, latestAddress, fingerprints }
  const { card, warnings } = await invokeOnce(await readerConfig(options), 'id-card:read', input, signal)
  const shown = showCard(card)
  const lines = Object.entries(shown).map(
    ([field, value]) =>
      `${cardLabels[field as keyof typeof cardLabels]}：${['kind', 'sex'].includes(field) ? inWords(String(value)) : worded(value)}`,
  )
  return {
    json: { card: shown, warnings },
    lines: [...lines, ...warnings.map((warning) => `注意：${inWords(warning)}`)],
  }
}

/** `device id-card info` */
export async function readReaderInfo(options: Options, signal: AbortSignal): Promise<Report> {
  const { samId, answersStatus } = await invokeOnce(await readerConfig(options), 'id-card:info', {}, signal)
  return {
    json: { reader: { samId, answersStatus } },
    lines: [
      `安全模块编号：${samId ?? '没有提供'}`,
      `安全模块状态：${answersStatus ? '正常' : '不回答状态查询，但能应答'}`,
    ],
  }
}

/** The reader at `--transport`, or `--id` of a configuration: a vendor's service needs more than an address. */
async function readerConfig(options: Options): Promise<DeviceConfig> {
  if (options['id'] !== undefined) return configuredReader(options)
  return configure({
    id: 'reader',
    kind: 'id-card-reader',
    adapter: 'sdt',
    transport: text(options, 'transport'),
  })
}

async function configuredReader(options: Options): Promise<DeviceConfig> {
  const id = text(options, 'id')
  const config = (await configuredDevices(text(options, 'config'))).find((one) => one.id === id)
  if (config?.kind === 'id-card-reader') return config
  throw new UsageError(`配置文件里没有编号为 ${id} 的身份证阅读机`)
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
  travelPermitNumber: '通行证号码',
  issueCount: '签发次数',
  formerNumber: '原证件号码',
  latestAddress: '最新住址',
  fingerprints: '指纹',
}

type ShownPrint = Omit<Fingerprint, 'template'>
type ShownCard = Omit<IdCard, 'photoWlt' | 'nationCode' | 'fingerprints'> & { fingerprints?: ShownPrint[] }

/** The card without its portrait and without what a finger is recognised by. */
function showCard(card: IdCard): ShownCard {
  const { photoWlt: _photo, nationCode: _code, fingerprints, ...shown } = card
  if (fingerprints === undefined) return shown
  return { ...shown, fingerprints: fingerprints.map(({ template: _template, ...print }) => print) }
}

function worded(value: string | ShownPrint[] | null | undefined): string {
  if (!Array.isArray(value)) return value ?? '—'
  const prints = value.map(
    ({ finger, quality }) =>
      `${finger === null ? '未注明的手指' : inWords(finger)}（质量 ${String(quality)}）`,
  )
  return prints.length === 0 ? '没有' : prints.join('、')
}
