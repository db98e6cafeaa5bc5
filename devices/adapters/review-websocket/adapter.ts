import { randomUUID } from 'node:crypto'
import {
  DeviceError,
  reviewAnswerSchema,
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type ReviewAnswer,
} from '#devices/contract'
import { openWebSocket, type MessageLink } from '#devices/transports'
import type { DeviceAdapter, OpenDevice } from '../device-adapter.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import { proofOf, type PadMessage } from './messages.ts'
import { PadSession } from './pad-session.ts'

const greetingTimeoutMs = 3000
/** A pad that has not shown the question by then does not show it. */
const shownTimeoutMs = 3000
const pongTimeoutMs = 3000
/** The pad keeps the time too; its answer in the last moment is still on its way. */
const graceMs = 500

/** 评价器 that speaks Yichuang's own protocol (README.md): the pad serves, this side connects. */
export const reviewWebSocketAdapter: DeviceAdapter<'review-websocket'> = {
  name: 'review-websocket',
  kind: 'review-pad',
  async open(config, _context, signal) {
    const link = await openWebSocket(config.transport, signal)
    try {
      return await greet(link, config.options.key, signal)
    } catch (error) {
      await link.close()
      throw error
    }
  },
}

/** hello ◀─, login ─▶, ready or refused ◀─ */
async function greet(link: MessageLink, key: string, signal: AbortSignal): Promise<OpenDevice> {
  const session = new PadSession(link)
  const hello = await session.expect(
    (message) => (message.type === 'hello' ? message : null),
    greetingTimeoutMs,
    signal,
  )
  if (hello === null) throw new DeviceError('device.protocol', `${link.name} does not greet as a review pad`)
  const [verdict] = await Promise.all([
    session.expect(
      (message) => (message.type === 'ready' || message.type === 'refused' ? message.type : null),
      greetingTimeoutMs,
      signal,
    ),
    session.send({ type: 'login', proof: proofOf(key, hello.nonce) }),
  ])
  if (verdict === null) throw new DeviceError('device.timeout', `${link.name} did not answer the login`)
  if (verdict === 'refused') throw new DeviceError('review.refused', `${link.name} refused the key`)
  return new WebSocketReviewPad(link, session, hello.pad)
}

class WebSocketReviewPad implements OpenDevice {
  readonly detail: string
  readonly #link: MessageLink
  readonly #session: PadSession
  readonly #turns = new OneAtATime()
  #pings = 0

  constructor(link: MessageLink, session: PadSession, pad: string) {
    this.#link = link
    this.#session = session
    this.detail = `pad ${pad}`
  }

  async invoke<O extends OperationName>(
    operation: O,
    input: OperationInput<O>,
    signal: AbortSignal,
  ): Promise<OperationOutput<O>> {
    if (operation !== 'review:ask')
      throw new DeviceError('device.unsupported-operation', `a review pad has no ${operation}`)
    const question = input as OperationInput<'review:ask'>
    const answer = await this.#turns.run(operation, signal, () => this.#ask(question, signal))
    return answer as OperationOutput<O>
  }

  /** The heartbeat: the runtime asks every few seconds. */
  async check(signal: AbortSignal): Promise<void> {
    this.#pings += 1
    const n = this.#pings
    const [pong] = await Promise.all([
      this.#session.expect(
        (message) => (message.type === 'pong' && message.n === n ? true : null),
        pongTimeoutMs,
        signal,
      ),
      this.#session.send({ type: 'ping', n }),
    ])
    if (pong === null) throw new DeviceError('device.timeout', `${this.#link.name} gave no sign of life`)
  }

  onLost(listener: (reason: DeviceError) => void): void {
    this.#link.onClose((reason) => {
      if (reason !== null) listener(reason)
    })
  }

  close(): Promise<void> {
    return this.#link.close()
  }

  async #ask(
    { timeoutMs, matter }: OperationInput<'review:ask'>,
    signal: AbortSignal,
  ): Promise<ReviewAnswer> {
    const id = randomUUID()
    // Listens before it asks: a quick finger may answer in the same moment as the pad shows the question.
    const answer = this.#session.expect((message) => answerTo(id, message), timeoutMs + graceMs, signal)
    answer.catch(() => undefined)
    const shown = this.#session.expect(
      (message) => ('id' in message && message.id === id ? true : null),
      shownTimeoutMs,
      signal,
    )
    shown.catch(() => undefined)
    try {
      await this.#session.send({
        type: 'ask',
        id,
        timeoutMs,
        ...(matter === undefined ? {} : { matter }),
      })
      if ((await shown) === null)
        throw new DeviceError('review.not-shown', `${this.#link.name} did not confirm the question`)
      return (await answer) ?? { outcome: 'not-rated', why: 'timeout' }
    } finally {
      await this.#session.send({ type: 'end', id }).catch(() => undefined)
    }
  }
}

/** The answer to this question; one with reasons of another level is none. */
function answerTo(id: string, message: PadMessage): ReviewAnswer | null {
  if (message.type === 'declined' && message.id === id) return { outcome: 'not-rated', why: 'declined' }
  if (message.type !== 'answer' || message.id !== id) return null
  const { satisfaction, reasons } = message
  return reviewAnswerSchema.safeParse({ outcome: 'rated', satisfaction, reasons }).data ?? null
}
