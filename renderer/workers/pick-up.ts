import type { PickUpRecord } from '#sync/outbox'
import { pickUpEntry } from '#sync/outbox'
import { type CaseResult, isInHall, type PickUpEvidence, pickUpEvidenceSchema } from '#sync/model'
import { type HubPublicKey, sealNote, sha256Hex, toBase64Url } from '#sync/packet'
import type { DeliveryStore } from '#sync/store'
import { DeskError } from './desk-error.ts'
import type { PickUpInput } from './intake-desk.ts'

/** What registering a pick-up works with. */
export interface PickUpParts {
  readonly delivery: Pick<DeliveryStore, 'change'>
  readonly hubKey: HubPublicKey
  readonly operatorId: string
  readonly now: number
  readonly newKey: () => string
}

/** Ids of result papers that are still here to be given out, as far as this terminal has heard and done itself. */
export function documentsInHall(known: {
  readonly cases: readonly { readonly result: CaseResult | null }[]
  readonly pickUps: readonly Pick<PickUpRecord, 'documentIds'>[]
}): Set<string> {
  const given = new Set(known.pickUps.flatMap(({ documentIds }) => documentIds))
  const documents = known.cases.flatMap(({ result }) => result?.documents ?? [])
  return new Set(
    documents.flatMap((one) => (isInHall(one) && !given.has(one.documentId) ? [one.documentId] : [])),
  )
}

/**
 * 取件签收: writes the pick-up and its outbox entry in one strict transaction. The evidence is sealed for the hub before
 * that, and stays here only so.
 * @throws DeskError `pick-up-stale` when one of the papers has left the hall already: nothing is written then
 */
export async function registerPickUp(
  { delivery, hubKey, operatorId, now, newKey }: PickUpParts,
  intakeId: string,
  { documentIds, collector, statement, picture }: PickUpInput,
): Promise<void> {
  const pickUpId = newKey()
  const at = new Date(now).toISOString()
  const evidence: PickUpEvidence = pickUpEvidenceSchema.parse({
    collector,
    statement,
    signedDigest: await sha256Hex(new TextEncoder().encode(statement)),
    picture: toBase64Url(picture),
    signedAt: at,
  })
  const { kind, name } = collector
  const pickUp: PickUpRecord = {
    pickUpId,
    documentIds: [...documentIds],
    operatorId,
    at,
    evidence: await sealNote(pickUpId, evidence, hubKey),
    collector: { kind, name },
    state: 'waiting',
  }
  const changed = await delivery.change(
    [intakeId],
    (record) => {
      const here = documentsInHall(record)
      return documentIds.length > 0 && documentIds.every((id) => here.has(id))
        ? { ...record, pickUps: [...record.pickUps, pickUp] }
        : record
    },
    { putEntriesOnce: [pickUpEntry(intakeId, pickUpId, now)] },
  )
  if (changed === null || changed.length === 0)
    throw new DeskError('pick-up-stale', 'a paper that was to be handed over has left the hall already')
}
