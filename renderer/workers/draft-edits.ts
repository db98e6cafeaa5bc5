import type { Attachment, Draft, EvidenceGrade, MaterialEntry } from '#sync/model'
import { sha256Hex } from '#sync/packet'
import type { DraftStore } from '#sync/store'
import { attributed, type Doer, type Step } from './draft-history.ts'
import type { DraftPatch, NewFile, NewPage } from './intake-desk.ts'

/** A changed draft, what changes of its files with it, and what its history says of it. */
export interface DraftChange {
  readonly draft: Draft
  readonly file?: Parameters<DraftStore['update']>[1]
  readonly steps?: readonly Step[]
}

/** An empty draft; its history begins when it is stored. */
export function newDraft(input: {
  id: string
  operatorId: string
  themeId: string
  answers: Record<string, string>
  at: string
}): Draft {
  const { at, ...given } = input
  return {
    ...given,
    values: {},
    materials: [],
    attachments: [],
    overrides: [],
    representation: null,
    supplement: null,
    signature: null,
    step: '',
    transfer: null,
    audit: [],
    createdAt: at,
    updatedAt: at,
  }
}

/** The draft with the patch's own keys in place; what the patch does not name stays. */
export function patched(draft: Draft, patch: DraftPatch, doer: Doer): Draft {
  const { answers, values, materials, overrides, representation, signature, step } = patch
  return {
    ...draft,
    ...(answers === undefined ? {} : { answers }),
    ...(values === undefined ? {} : { values }),
    ...(materials === undefined ? {} : { materials }),
    ...(overrides === undefined ? {} : { overrides: attributed(overrides, draft.overrides, doer) }),
    ...(representation === undefined ? {} : { representation }),
    ...(signature === undefined ? {} : { signature }),
    ...(step === undefined ? {} : { step }),
  }
}

/** What is kept of a file beside its bytes. */
export async function newAttachment({ bytes, ...about }: NewFile, id: string): Promise<Attachment> {
  return { ...about, id, size: bytes.byteLength, sha256: await sha256Hex(bytes) }
}

export function withAttachment(draft: Draft, attachment: Attachment): Draft {
  return { ...draft, attachments: [...draft.attachments, attachment] }
}

/** A page made of one that was compared shows the same original: turning or covering it changes nothing about that. */
function showsSameOriginal({ origin }: Pick<NewPage, 'origin'>): boolean {
  return origin === 'turned' || origin === 'redacted'
}

/**
 * The draft with a page of a material, last or in the place of another, which goes. 材料可信等级: whatever is newly taken
 * from paper has to be compared with the original again, so the material falls back to C; a signature no longer covers it.
 * Null when the page to be replaced is not there.
 */
export function withPage(
  draft: Draft,
  attachment: Attachment,
  { materialId, origin, replaces }: Omit<NewPage, 'file'>,
): Draft | null {
  const entry = draft.materials.find((candidate) => candidate.materialId === materialId)
  const before: { grade: EvidenceGrade; attachments: readonly string[] } =
    entry?.status === 'attached' ? entry : { grade: 'C', attachments: [] }
  if (replaces !== undefined && !before.attachments.includes(replaces)) return null
  const pages =
    replaces === undefined
      ? [...before.attachments, attachment.id]
      : before.attachments.map((id) => (id === replaces ? attachment.id : id))
  // What the applicant wrote has no original: the promise that it is true is signed anew anyway.
  const grade = showsSameOriginal({ origin }) || before.grade === 'D' ? before.grade : 'C'
  const met: MaterialEntry = { materialId, status: 'attached', grade, attachments: pages }
  return {
    ...draft,
    materials:
      entry === undefined
        ? [...draft.materials, met]
        : draft.materials.map((other) => (other === entry ? met : other)),
    attachments: [...draft.attachments.filter(({ id }) => id !== replaces), attachment],
    signature: null,
  }
}

/** The draft without the file, without mentions of it, and without a signature that it was part of. */
export function withoutAttachment(draft: Draft, attachmentId: string): Draft {
  const materials = draft.materials.flatMap((entry): MaterialEntry[] => {
    if (entry.status !== 'attached') return [entry]
    const attachments = entry.attachments.filter((id) => id !== attachmentId)
    return attachments.length === 0 ? [] : [{ ...entry, attachments }]
  })
  const { signature } = draft
  const signed = signature?.image === attachmentId || signature?.vector === attachmentId
  return {
    ...draft,
    materials,
    attachments: draft.attachments.filter((attachment) => attachment.id !== attachmentId),
    signature: signed ? null : signature,
  }
}
