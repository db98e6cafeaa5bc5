import type { Operator } from '#shell/contract'
import { HubClient, type LicenceAnswer, type LicenceQuery } from '#sync/api'
import type { Draft } from '#sync/model'
import { v4 as uuidV4 } from 'uuid'
import type { ShellPorts } from './intake-desk.ts'
import { shellHubPort } from './shell-hub.ts'

/** Somebody stands at the window and waits: longer is worse than typing it in. */
const waitMs = 15_000

/** What a screen asks for; whose draft and who asks, the desk knows. */
export type LicenceRequest = Pick<LicenceQuery, 'subject' | 'holder' | 'elements' | 'materials'> & {
  /** The words to which the holder agreed. */
  readonly consent: string
}

/** What came of it: the answer, or why there is none as a code of the message catalogue. */
export type LicenceOutcome =
  { readonly ok: true; readonly answer: LicenceAnswer } | { readonly ok: false; readonly code: string }

/** 调取电子证照: asks the hub once. What it answers goes to the screen only; nothing is written here. */
export async function queryLicences(
  ports: ShellPorts,
  about: { readonly draft: Draft; readonly operator: Operator; readonly at: string },
  request: LicenceRequest,
): Promise<LicenceOutcome> {
  const { consent, ...asked } = request
  const query = {
    ...asked,
    queryId: uuidV4(),
    themeId: about.draft.themeId,
    consent: { operatorId: about.operator.id, at: about.at, words: consent },
  }
  const answer = await new HubClient(shellHubPort(ports)).queryLicences(query, AbortSignal.timeout(waitMs))
  return answer.ok ? { ok: true, answer: answer.value } : { ok: false, code: answer.failure.code }
}
