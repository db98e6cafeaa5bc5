import { HubClient, type ProgressAnswer, type ProgressQuery } from '#sync/api'
import type { ShellPorts } from './intake-desk.ts'
import { shellHubPort } from './shell-hub.ts'

const waitMs = 15_000

/** How an intake stands, or why nobody can say: a code of the message catalogue. */
export type ProgressOutcome =
  { readonly ok: true; readonly progress: ProgressAnswer } | { readonly ok: false; readonly code: string }

/** Asks the hub once. Nothing of the question is kept here. */
export async function queryProgress(ports: ShellPorts, query: ProgressQuery): Promise<ProgressOutcome> {
  const client = new HubClient(shellHubPort(ports))
  const answer = await client.queryProgress(query, AbortSignal.timeout(waitMs))
  return answer.ok ? { ok: true, progress: answer.value } : { ok: false, code: answer.failure.code }
}
