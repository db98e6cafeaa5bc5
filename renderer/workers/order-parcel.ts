import { HubClient, type Parcel } from '#sync/api'
import type { ShellPorts } from './intake-desk.ts'
import { shellHubPort } from './shell-hub.ts'

const waitMs = 15_000

/** The parcel, or why there is none: a code of the message catalogue. */
export type ParcelOutcome =
  { readonly ok: true; readonly parcel: Parcel } | { readonly ok: false; readonly code: string }

/** Asks the hub once. Repeating it is harmless: the parcel is the intake's own. */
export async function orderParcel(ports: ShellPorts, intakeId: string): Promise<ParcelOutcome> {
  const client = new HubClient(shellHubPort(ports))
  const answer = await client.orderParcel(intakeId, AbortSignal.timeout(waitMs))
  return answer.ok ? { ok: true, parcel: answer.value } : { ok: false, code: answer.failure.code }
}
