import { DeviceError, type PrinterAddress } from '#devices/contract'
import { askHttp } from '#devices/transports'
import type { DeviceTrace } from '../device-adapter.ts'
import { decodeMessage } from './decode.ts'
import { encodeMessage } from './encode.ts'
import { groupOf, stringsOf } from './lookup.ts'
import { type IppMessage, groupTags } from './values.ts'

/** Answers are a few kilobytes; media collections of large machines reach some hundred. */
const maxAnswerBytes = 4 << 20
const silenceMs = 15_000
/** Version, operation and request id: nothing personal stands there. */
const headBytes = [0, 1, 2, 3, 4, 5, 6, 7] as const

/** Status codes (RFC 8011 Appendix B.1) that mean more to us than "refused". */
const statusOf = { forbidden: 0x0401, notAuthenticated: 0x0402, notAuthorized: 0x0403 } as const
export const notFoundStatus = 0x0406
const notAccepting = 0x0506

/**
 * Questions to one printer, one HTTP exchange each.
 *
 *     request ─encode─▶ POST application/ipp ─▶ printer ─▶ 200 ─decode─▶ response
 *     document ───────────▲ behind the attributes
 */
export class IppLink {
  readonly address: PrinterAddress
  readonly #certificateSha256: string | undefined
  readonly #trace: DeviceTrace | undefined
  #lastRequestId = 0

  constructor(address: PrinterAddress, certificateSha256?: string, trace?: DeviceTrace) {
    this.address = address
    this.#certificateSha256 = certificateSha256
    this.#trace = trace
  }

  /**
   * Asks, and gives the answer whatever its status.
   * @throws DeviceError those of {@link askHttp}; `device.protocol`; `document.access-denied`
   */
  async ask(
    build: (requestId: number, uri: string) => IppMessage,
    signal: AbortSignal,
    document: Uint8Array = new Uint8Array(),
  ): Promise<IppMessage> {
    this.#lastRequestId += 1
    const head = encodeMessage(build(this.#lastRequestId, this.address.uri))
    this.#trace?.frame('out', head, headBytes)
    const answer = await askHttp({
      url: this.address.url,
      contentType: 'application/ipp',
      body: [head, document],
      silenceMs,
      maxAnswerBytes,
      signal,
      ...(this.#certificateSha256 === undefined ? {} : { certificateSha256: this.#certificateSha256 }),
    })
    if (answer.status === 401 || answer.status === 403) {
      throw new DeviceError('document.access-denied', `HTTP ${String(answer.status)}`)
    }
    if (answer.status !== 200) throw new DeviceError('device.protocol', `HTTP ${String(answer.status)}`)
    this.#trace?.frame('in', answer.body, headBytes)
    const message = decodeMessage(answer.body)
    if (message.requestId !== this.#lastRequestId) {
      throw new DeviceError('device.protocol', 'an answer to another request')
    }
    return message
  }

  /** As {@link ask}, for a question that is to be answered well. @throws DeviceError also `document.refused` and its like */
  async demand(
    build: (requestId: number, uri: string) => IppMessage,
    signal: AbortSignal,
    document?: Uint8Array,
  ): Promise<IppMessage> {
    const answer = await this.ask(build, signal, document)
    if (!isGood(answer)) throw refusal(answer)
    return answer
  }
}

/** successful-ok and its kind. */
export function isGood({ code }: IppMessage): boolean {
  return code < 0x0100
}

function refusal(answer: IppMessage): DeviceError {
  const said = stringsOf(groupOf(answer, groupTags.operation), 'status-message').join(' ')
  const technical = `IPP status ${answer.code.toString(16).padStart(4, '0')} ${said}`.trim().slice(0, 200)
  if (Object.values(statusOf).includes(answer.code as never)) {
    return new DeviceError('document.access-denied', technical)
  }
  return new DeviceError(
    answer.code === notAccepting ? 'document.not-accepting' : 'document.refused',
    technical,
  )
}
