import { z } from 'zod'
import { type Holding, holdingOperations } from './holding-schemas.ts'
import type { HubPort, HubRequest, HubResponse, PacketBody, PartBody } from './hub-port.ts'
import type { LicenceAnswer, LicenceQuery } from './licence-schemas.ts'
import { operations } from './operations.ts'
import type { Parcel } from './parcel-schemas.ts'
import type { PickUpAnswer } from './pick-up-schemas.ts'
import type { Payment } from './payment-schemas.ts'
import type { ProgressAnswer, ProgressQuery, WithdrawalAnswer } from './progress-schemas.ts'
import { classifyResponse, knownProblem, type Problem, type ProblemClass, problemSchema } from './problems.ts'
import type { PickUp, Withdrawal } from '#sync/model'
import { toBase64Url } from '#sync/packet'

/** What stood in the way of one request. */
export interface HubFailure {
  readonly class: ProblemClass
  /** `hub.` and the problem's own name, or one of `hub.unreachable`, `hub.garbage`, `hub.status`. */
  readonly code: string
  /** HTTP status, 0 when there was no answer. */
  readonly status: number
  readonly retryAfterMs: number | null
  readonly detail: string
  readonly remedy?: 'restart' | 'resync'
}

export type HubResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: HubFailure }

/** `Retry-After` in milliseconds; null when absent or unreadable. */
function retryAfter(headers: HubResponse['headers'], now: number): number | null {
  const text = headers['retry-after']
  if (text === undefined) return null
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

function problemIn(response: HubResponse): Problem | null {
  const parsed = problemSchema.safeParse(parseJson(response.body))
  return parsed.success ? parsed.data : null
}

function failureOf(response: HubResponse, problem: Problem | null, kind: ProblemClass): HubFailure {
  const known = problem === null ? null : knownProblem(problem.type)
  return {
    class: kind,
    code: known === null ? 'hub.status' : `hub.${known.name}`,
    status: response.status,
    retryAfterMs: retryAfter(response.headers, Date.now()),
    detail: problem?.detail ?? problem?.title ?? '',
    ...(known?.remedy === undefined ? {} : { remedy: known.remedy }),
  }
}

/** The hub has all of a part: it says so of the whole, or of its last piece. */
const wholePart = z.union([
  operations.uploadPart.response,
  operations.uploadPiece.response.refine(({ received, size }) => received === size),
])

const garbage = (status: number): HubFailure => ({
  class: 'retry',
  code: 'hub.garbage',
  status,
  retryAfterMs: null,
  detail: '',
})

/**
 * The terminal's side of the unified intake API. Every call settles with a result, whatever the hub or the wire does;
 * an answer that is not of the contract counts as no answer.
 */
export class HubClient {
  readonly #port: HubPort

  constructor(port: HubPort) {
    this.#port = port
  }

  /** 收件申报. Repeating it is harmless and tells what is still missing. */
  announce(
    packet: { intakeId: string; headerBytes: Uint8Array; signature: Uint8Array; packetHash: string },
    signal?: AbortSignal,
  ): Promise<HubResult<z.infer<typeof operations.announceIntake.response>>> {
    const body = JSON.stringify({
      header: padded(packet.headerBytes),
      signature: padded(packet.signature),
      packetHash: packet.packetHash,
    })
    const request = {
      method: 'PUT',
      path: `/intakes/${packet.intakeId}`,
      contentType: 'application/json',
      body: new TextEncoder().encode(body),
    } as const
    return this.ask(request, operations.announceIntake.response, signal)
  }

  /** Uploads one part's ciphertext, whole or in pieces as the line chooses. Repeating it is harmless. */
  uploadPart(part: PartBody, signal?: AbortSignal): Promise<HubResult<z.infer<typeof wholePart>>> {
    const request = {
      method: 'PUT',
      path: `/intakes/${part.intakeId}/parts/${part.partId}`,
      contentType: 'application/octet-stream',
      body: part,
    } as const
    return this.ask(request, wholePart, signal)
  }

  /** 整包送达: the whole packet in one request. A repeat is answered with the first answer. */
  deliver(
    packet: PacketBody,
    signal?: AbortSignal,
  ): Promise<HubResult<z.infer<typeof operations.deliverIntake.response>>> {
    const request = {
      method: 'PUT',
      path: `/intakes/${packet.intakeId}/packet`,
      contentType: 'application/octet-stream',
      body: packet,
    } as const
    return this.ask(request, operations.deliverIntake.response, signal)
  }

  /** 收件提交. A repeat is answered with the first answer. */
  commit(
    intakeId: string,
    idempotencyKey: string,
    signal?: AbortSignal,
  ): Promise<HubResult<z.infer<typeof operations.commitIntake.response>>> {
    const request = {
      method: 'POST',
      path: `/intakes/${intakeId}/commit`,
      body: null,
      headers: { 'idempotency-key': idempotencyKey },
    } as const
    return this.ask(request, operations.commitIntake.response, signal)
  }

  /** 撤回. A repeat of the same withdrawal is answered with how the cases stand now. */
  withdraw(
    intakeId: string,
    withdrawal: Withdrawal,
    signal?: AbortSignal,
  ): Promise<HubResult<WithdrawalAnswer>> {
    const request = {
      method: 'POST',
      path: `/intakes/${intakeId}/withdrawal`,
      contentType: 'application/json',
      body: new TextEncoder().encode(JSON.stringify(withdrawal)),
    } as const
    return this.ask(request, operations.withdrawIntake.response, signal)
  }

  /** 取件签收. A repeat of the same pick-up is answered with how the cases stand now. */
  recordPickUp(intakeId: string, pickUp: PickUp, signal?: AbortSignal): Promise<HubResult<PickUpAnswer>> {
    const request = {
      method: 'POST',
      path: `/intakes/${intakeId}/pick-ups`,
      contentType: 'application/json',
      body: new TextEncoder().encode(JSON.stringify(pickUp)),
    } as const
    return this.ask(request, operations.recordPickUp.response, signal)
  }

  /** 办件进度, by receipt number and proof. */
  queryProgress(query: ProgressQuery, signal?: AbortSignal): Promise<HubResult<ProgressAnswer>> {
    const request = {
      method: 'POST',
      path: '/progress-queries',
      contentType: 'application/json',
      body: new TextEncoder().encode(JSON.stringify(query)),
    } as const
    return this.ask(request, operations.queryProgress.response, signal)
  }

  /** 统一支付: opens the intake's one order, or tells how it stands. */
  openPayment(intakeId: string, signal?: AbortSignal): Promise<HubResult<Payment>> {
    const request = { method: 'POST', path: `/intakes/${intakeId}/payment`, body: null } as const
    return this.ask(request, operations.openPayment.response, signal)
  }

  /** 统一物流: the intake's one parcel; ordered at the first call. */
  orderParcel(intakeId: string, signal?: AbortSignal): Promise<HubResult<Parcel>> {
    const request = { method: 'POST', path: `/intakes/${intakeId}/parcel`, body: null } as const
    return this.ask(request, operations.orderParcel.response, signal)
  }

  /** 付款码收款. An order that is paid is answered as it is: nobody pays twice. */
  chargePayment(intakeId: string, payerCode: string, signal?: AbortSignal): Promise<HubResult<Payment>> {
    const request = {
      method: 'POST',
      path: `/intakes/${intakeId}/payment/charge`,
      contentType: 'application/json',
      body: new TextEncoder().encode(JSON.stringify({ payerCode })),
    } as const
    return this.ask(request, operations.chargePayment.response, signal)
  }

  /** 电子证照与共享数据调取. Asks the registers; nothing is stored by it but the log at the hub. */
  queryLicences(query: LicenceQuery, signal?: AbortSignal): Promise<HubResult<LicenceAnswer>> {
    const request = {
      method: 'POST',
      path: '/licence-queries',
      contentType: 'application/json',
      body: new TextEncoder().encode(JSON.stringify(query)),
    } as const
    return this.ask(request, operations.queryLicences.response, signal)
  }

  /** 变更流 from a cursor, or from the beginning. */
  feed(
    cursor: string | null,
    signal?: AbortSignal,
  ): Promise<HubResult<z.infer<typeof operations.readFeed.response>>> {
    const path = cursor === null ? '/feed' : `/feed?cursor=${encodeURIComponent(cursor)}`
    return this.ask({ method: 'GET', path, body: null }, operations.readFeed.response, signal)
  }

  /** 核对: which of what it once confirmed the hub does not have. */
  compareHoldings(
    holdings: readonly Holding[],
    signal?: AbortSignal,
  ): Promise<HubResult<z.infer<typeof holdingOperations.compareHoldings.response>>> {
    const request = {
      method: 'POST',
      path: '/holdings',
      contentType: 'application/json',
      body: new TextEncoder().encode(JSON.stringify({ holdings })),
    } as const
    return this.ask(request, holdingOperations.compareHoldings.response, signal)
  }

  /** Asks by the contract's terms; the operations with names of their own go through it. */
  async ask<S extends z.ZodType>(
    request: HubRequest,
    schema: S,
    signal?: AbortSignal,
  ): Promise<HubResult<z.infer<S>>> {
    let response: HubResponse
    try {
      response = await this.#port.send(request, signal)
    } catch (error) {
      const code = (error as { code?: unknown } | null)?.code
      const failure = { class: 'retry', status: 0, retryAfterMs: null, detail: '' } as const
      return { ok: false, failure: { ...failure, code: typeof code === 'string' ? code : 'hub.unreachable' } }
    }
    const problem = problemIn(response)
    const verdict = classifyResponse(response.status, problem)
    if (verdict !== 'ok') return { ok: false, failure: failureOf(response, problem, verdict) }
    const parsed = schema.safeParse(parseJson(response.body))
    return parsed.success
      ? { ok: true, value: parsed.data }
      : { ok: false, failure: garbage(response.status) }
  }
}

/** Standard base64 with padding, as the contract's JSON has it. */
function padded(bytes: Uint8Array): string {
  const text = toBase64Url(bytes).replaceAll('-', '+').replaceAll('_', '/')
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}
