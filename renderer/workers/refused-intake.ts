import type { StoreKeys } from '#shell/contract'
import type { Draft } from '#sync/model'
import { entriesFor } from '#sync/outbox'
import { openOnePart, parsePacketHeader } from '#sync/packet'
import type { LocalStore } from '#sync/store'
import { DeskError } from './desk-error.ts'
import { newDraft, withoutAttachment } from './draft-edits.ts'
import { withSteps } from './draft-history.ts'
import type { IntakeDetail } from './intake-desk.ts'
import { terminalOpener } from './terminal-opener.ts'
import { type Beginning, withTasksDone } from './supplement.ts'

/** As many of the operator's newest intakes are looked at for one that has taken the place of another. */
const lookedAt = 1_000

/**
 * What the hub has refused, nobody has taken back, and no corrected one has replaced: only that may be offered once more. That
 * the corrected one is saved and the refused one is still open is what a power cut between the two leaves behind.
 */
async function demandRefused(
  store: LocalStore,
  { intake, delivery, withdrawal }: Pick<IntakeDetail, 'intake' | 'delivery' | 'withdrawal'>,
): Promise<void> {
  const open = delivery === 'refused' && withdrawal === null
  const others = open ? await store.intakes.list(intake.operator.id, lookedAt) : []
  const replaced = others.some(({ intake: { audit } }) => audit[0]?.detail === intake.receiptNumber)
  if (!open || replaced)
    throw new DeskError(
      'intake-not-refused',
      'only an intake that was refused can be sent again or corrected',
    )
}

/**
 * 重新发送: offers a refused intake once more as it is, under its own number; what was wrong was at the hub. The hub knows
 * an intake by its id, so that it cannot come to have it twice.
 * @throws DeskError `intake-not-refused`
 */
export async function sendAgain(
  parts: { readonly store: LocalStore; readonly now: number; readonly newKey: () => string },
  own: Pick<IntakeDetail, 'intake' | 'delivery' | 'withdrawal'>,
): Promise<void> {
  await demandRefused(parts.store, own)
  const { delivery } = parts.store
  const { intakeId } = own.intake
  const shapes = await delivery.partShapes(intakeId)
  await delivery.change(
    [intakeId],
    (record) => withTasksDone({ ...record, delivery: 'waiting' }, ({ kind }) => kind === 'refused'),
    { putEntries: entriesFor({ intakeId, parts: shapes }, parts.now, parts.newKey) },
  )
}

/**
 * 改正: a draft with all that a refused intake held, but its signature: whoever signed did not sign what it will say. What was
 * begun is gone on with. The refused one stays until the corrected one is saved.
 * @throws DeskError `intake-not-refused`
 */
export async function draftCorrection(
  parts: Beginning & { readonly store: LocalStore; readonly keys: StoreKeys },
  own: Pick<IntakeDetail, 'intake' | 'delivery' | 'withdrawal'>,
): Promise<Draft> {
  const { drafts, doer, store, keys } = parts
  await demandRefused(store, own)
  const { intake } = own
  const begun = (await drafts.list()).find(({ corrects }) => corrects === intake.intakeId)
  if (begun !== undefined) return begun
  const { themeId, answers, values, materials, overrides, representation, supplement } = intake
  const { operatorId, at } = doer
  const whole: Draft = {
    ...newDraft({ id: parts.newId(), operatorId, themeId, answers, at }),
    values,
    materials,
    overrides,
    representation,
    supplement,
    attachments: intake.attachments,
    corrects: intake.intakeId,
    step: 'form',
  }
  const { image, vector } = intake.signature
  const unsigned = [image, vector].reduce<Draft>(
    (draft, id) => (id === undefined ? draft : withoutAttachment(draft, id)),
    whole,
  )
  const draft = await withSteps(unsigned, doer, [{ action: 'started', detail: intake.receiptNumber }])
  const header = parsePacketHeader((await store.delivery.packet(intake.intakeId)).headerBytes)
  const opener = terminalOpener(keys, header)
  const files = new Map<string, Uint8Array>()
  for (const { id } of draft.attachments) {
    const sealed = await store.delivery.partBytes(intake.intakeId, id)
    files.set(id, await openOnePart(header, id, sealed, opener))
  }
  await drafts.receive(draft, files)
  return draft
}
