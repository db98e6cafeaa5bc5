import type { LicenceAnswer } from '#sync/api'
import type { DraftStore } from '#sync/store'
import { v4 as uuidV4 } from 'uuid'
import { askHub, type HubOutcome } from './ask-hub.ts'
import { draftNotFound } from './draft-demands.ts'
import type { Doer } from './draft-history.ts'
import type { LicenceRequest, ShellPorts } from './intake-desk.ts'

/** 调取电子证照: asks the hub for what one draft's form needs, under the name of who asks and the time of the consent. */
export async function askLicences(
  parts: { readonly ports: ShellPorts; readonly drafts: DraftStore; readonly doer: Doer },
  draftId: string,
  { consent: words, ...asked }: LicenceRequest,
): Promise<HubOutcome<LicenceAnswer>> {
  const draft = await parts.drafts.get(draftId)
  if (draft === null) throw draftNotFound()
  const { operatorId, at } = parts.doer
  const consent = { operatorId, at, words }
  const query = { ...asked, queryId: uuidV4(), themeId: draft.themeId, consent }
  return askHub(parts.ports, (hub, signal) => hub.queryLicences(query, signal))
}
