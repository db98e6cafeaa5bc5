import { HubClient, type HubResult } from '#sync/api'
import type { ShellPorts } from './intake-desk.ts'
import { shellHubPort } from './shell-hub.ts'

/** Somebody stands at the window and waits: what takes longer is asked again, or done by hand. */
const waitMs = 15_000

/** What the hub said, or why it said nothing: a code of the message catalogue. */
export type HubOutcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: string }

/**
 * Asks the hub one question while somebody waits, past the outbox: it is asked once, and nothing of question or answer
 * is stored here.
 */
export async function askHub<T>(
  ports: ShellPorts,
  question: (hub: HubClient, signal: AbortSignal) => Promise<HubResult<T>>,
  patienceMs = waitMs,
): Promise<HubOutcome<T>> {
  const answer = await question(new HubClient(shellHubPort(ports)), AbortSignal.timeout(patienceMs))
  return answer.ok ? answer : { ok: false, code: answer.failure.code }
}
