import type { Operator, StoreKeys, TerminalInfo } from '#shell/contract'
import { type Draft, type Intake, intakeSchema } from '#sync/model'
import { entriesFor } from '#sync/outbox'
import { sealPacket } from '#sync/packet'
import type { DraftStore, LocalStore } from '#sync/store'
import { DeskError } from './desk-error.ts'
import { placeOf, withSteps } from './draft-history.ts'
import type { ShellPorts } from './intake-desk.ts'

/** What a submission needs. */
export interface SubmissionParts {
  readonly ports: ShellPorts
  readonly store: LocalStore
  readonly drafts: DraftStore
  readonly operator: Operator
  readonly terminal: TerminalInfo
  readonly keys: StoreKeys
  readonly catalogueVersion: string
  readonly now: () => number
  readonly newKey: () => string
}

/** Where a submission stands when it fails, beside the error: whether a packet may be left on disk. */
export class SubmissionFailure extends Error {
  readonly packetLeft: boolean

  constructor(cause: unknown, packetLeft: boolean) {
    super('the submission failed', { cause })
    this.packetLeft = packetLeft
  }
}

/**
 * 提交: number → seal → packet file (fsynced by the main process) → strict transaction. When it resolves, both durable
 * copies are on disk and the draft is gone; when it throws, the draft is there as it was.
 * @throws DeskError `draft-incomplete` before anything is written; {@link SubmissionFailure} after.
 */
export async function submitDraft(
  parts: SubmissionParts,
  draft: Draft,
  matters: readonly string[],
): Promise<Intake> {
  const { ports, store } = parts
  demandComplete(draft, matters)
  const [attachments, { receiptNumber, sequence }] = await Promise.all([
    readAttachments(parts.drafts, draft),
    ports.reserveNumber(draft.id),
  ])
  const intake = await intakeOf(parts, draft, matters, receiptNumber)
  const packet = await sealPacket(
    { intake, attachments },
    { terminal: { keyId: parts.keys.keyId, key: parts.keys.packetKey }, hub: parts.terminal.hubKey },
  )
  const { headerBytes } = packet
  const sealedParts = packet.parts.map(({ id, bytes }) => ({ id, bytes }))
  try {
    const written = await ports.writePacket({ intakeId: draft.id, headerBytes, parts: sealedParts })
    if (written.packetHash !== packet.packetHash) throw new Error('the packet was written with another hash')
    const shape = {
      intakeId: draft.id,
      parts: sealedParts.map(({ id, bytes }) => ({ id, size: bytes.byteLength })),
    }
    await store.intakes.keep({
      intake,
      sequence,
      packet: {
        headerBytes,
        signature: written.signature,
        packetHash: written.packetHash,
        parts: sealedParts,
      },
      entries: entriesFor(shape, parts.now(), parts.newKey),
    })
  } catch (error) {
    // An error after the commit (the connection died with its answer) is not a failure of the submission.
    const kept = await store.intakes.get(draft.id).catch(() => 'unknown' as const)
    // Nobody can say whether the transaction went through: taking the packet back might take the only copy.
    if (kept === 'unknown') throw new SubmissionFailure(error, true)
    if (kept !== null) return kept.intake
    // The clerk will be told that it failed and may go on editing: the packet must not come back as an intake.
    const packetLeft = await ports.discardPacket(draft.id).then(
      () => false,
      () => true,
    )
    throw new SubmissionFailure(error, packetLeft)
  }
  return intake
}

function demandComplete(
  draft: Draft,
  matters: readonly string[],
): asserts draft is Draft & { signature: object } {
  if (matters.length === 0) throw new DeskError('draft-incomplete', 'no matter was chosen')
  if (draft.signature === null) throw new DeskError('draft-incomplete', 'the applicant has not signed')
}

async function readAttachments(drafts: DraftStore, draft: Draft): Promise<Map<string, Uint8Array>> {
  const files = draft.attachments.map(async ({ id }): Promise<[string, Uint8Array]> => {
    const file = await drafts.readPart(draft.id, id)
    if (file === null) throw new DeskError('attachment-not-found', 'a file of the draft is missing')
    return [id, file]
  })
  return new Map(await Promise.all(files))
}

async function intakeOf(
  parts: SubmissionParts,
  draft: Draft,
  matters: readonly string[],
  receiptNumber: string,
): Promise<Intake> {
  const { operator, terminal } = parts
  const submittedAt = new Date(parts.now()).toISOString()
  const doer = { operatorId: operator.id, terminal: placeOf(terminal), at: submittedAt }
  const { audit } = await withSteps(draft, doer, [{ action: 'submitted', detail: receiptNumber }])
  const candidate = {
    schema: 1,
    intakeId: draft.id,
    receiptNumber,
    themeId: draft.themeId,
    catalogueVersion: parts.catalogueVersion,
    answers: draft.answers,
    values: draft.values,
    matters: [...matters],
    materials: draft.materials,
    attachments: draft.attachments,
    overrides: draft.overrides,
    representation: draft.representation,
    supplement: draft.supplement,
    signature: draft.signature,
    operator: { id: operator.id, name: operator.name },
    terminal: { id: terminal.terminalId, siteCode: terminal.site.code },
    startedAt: draft.createdAt,
    submittedAt,
    audit,
  }
  const parsed = intakeSchema.safeParse(candidate)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues
    .map((issue) => issue.path.filter((step) => typeof step === 'string')[0])
    .join(', ')
  throw new DeskError('draft-incomplete', `the intake is not of its schema at: ${where}`)
}
