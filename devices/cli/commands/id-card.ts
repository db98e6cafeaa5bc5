import type { IdCard } from '#devices/contract'
import { configure, invokeOnce, text, wholeNumber, type Options, type Report } from './command.ts'

/** `device id-card read` */
export async function readIdCard(options: Options, signal: AbortSignal): Promise<Report> {
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
