import { HubClient, type Payment } from '#sync/api'
import type { ShellPorts } from './intake-desk.ts'
import { shellHubPort } from './shell-hub.ts'

/** The payment platform answers slowly at times, and an answer that is given up is asked for again. */
const waitMs = 20_000

/** How the order stands, or why nobody can say: a code of the message catalogue. */
export type PaymentOutcome =
  { readonly ok: true; readonly payment: Payment } | { readonly ok: false; readonly code: string }

/** Asks the hub once. Repeating it is harmless: the order is the intake's own, and is paid once. */
export async function pay(
  ports: ShellPorts,
  intakeId: string,
  payerCode: string | null,
): Promise<PaymentOutcome> {
  const client = new HubClient(shellHubPort(ports))
  const signal = AbortSignal.timeout(waitMs)
  const answer = await (payerCode === null
    ? client.openPayment(intakeId, signal)
    : client.chargePayment(intakeId, payerCode, signal))
  return answer.ok ? { ok: true, payment: answer.value } : { ok: false, code: answer.failure.code }
}
