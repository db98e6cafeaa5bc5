import { configure, invokeOnce, wholeNumber, type Options, type Report } from './command.ts'
import { inWords } from './person-words.ts'

const labels = {
  name: '姓名',
  sex: '性别',
  nation: '民族',
  birth: '出生日期',
  number: '社会保障号码',
  cardNumber: '卡号',
  version: '规范版本',
  issued: '发卡日期',
  validUntil: '有效期至',
} as const

/** `device smart-card read` */
export async function readSmartCard(options: Options, signal: AbortSignal): Promise<Report> {
  const { transport = 'pcsc:*' } = options
  const config = configure({ id: 'smart-card', kind: 'smart-card-reader', adapter: 'pcsc', transport })
  const timeoutMs = wholeNumber(options, 'timeout', 20_000)
  const { card, warnings } = await invokeOnce(config, 'smart-card:read', { timeoutMs }, signal)
  const lines = Object.entries(labels).flatMap(([field, label]) => {
    const value = card[field as keyof typeof labels]
    return value === null ? [] : [`${label}：${field === 'sex' ? inWords(value) : value}`]
  })
  return { json: { card, warnings }, lines: [...lines, ...warnings.map((code) => `注意：${inWords(code)}`)] }
}
