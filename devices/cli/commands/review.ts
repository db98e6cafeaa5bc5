import { satisfactionNames } from '#devices/contract'
import { configure, invokeOnce, text, wholeNumber, type Options, type Report } from './command.ts'

/** `device review ask` */
export async function askReview(options: Options, signal: AbortSignal): Promise<Report> {
  const transport = text(options, 'transport')
  const isScreen = /^wss?:/.test(transport)
  const config = configure({
    id: 'pad',
    kind: 'review-pad',
    adapter: isScreen ? 'review-websocket' : 'review-keys',
    transport,
    options: isScreen ? { key: text(options, 'key') } : { keys: text(options, 'keys') },
  })
  const timeoutMs = wholeNumber(options, 'timeout', 30_000)
  const answer = await invokeOnce(config, 'review:ask', { timeoutMs }, signal)
  const reasons =
    answer.outcome === 'rated' && answer.reasons.length > 0 ? `（${answer.reasons.join('、')}）` : ''
  const said = answer.outcome === 'rated' ? satisfactionNames[answer.satisfaction] + reasons : '未评价'
  return { json: { answer }, lines: [`评价：${said}`] }
}
