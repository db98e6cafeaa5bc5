import type { Attachment, Draft, MaterialEntry } from '#sync/model'
import { sha256Hex } from '#sync/packet'
import type { DraftPatch } from './intake-desk.ts'

/** An empty draft. */
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
    signature: null,
    step: '',
    audit: [{ at, operatorId: given.operatorId, action: 'started' }],
    createdAt: at,
    updatedAt: at,
  }
}

/** The draft with the patch's own keys in place; what the patch does not name stays. */
export function patched(draft: Draft, patch: DraftPatch): Draft {
  const { answers, values, materials, signature, step, audit } = patch
  return {
    ...draft,
    ...(answers === undefined ? {} : { answers }),
    ...(values === undefined ? {} : { values }),
    ...(materials === undefined ? {} : { materials }),
    ...(signature === undefined ? {} : { signature }),
    ...(step === undefined ? {} : { step }),
    ...(audit === undefined ? {} : { audit }),
  }
}

/** What is kept of a file beside its bytes. */
export async function newAttachment(
  about: Pick<Attachment, 'kind' | 'mediaType' | 'label' | 'dpi' | 'widthPx' | 'heightPx' | 'flaws'>,
  bytes: Uint8Array,
  id: string,
): Promise<Attachment> {
  return { ...about, id, size: bytes.byteLength, sha256: await sha256Hex(bytes) }
}

export function withAttachment(draft: Draft, attachment: Attachment): Draft {
  return { ...draft, attachments: [...draft.attachments, attachment] }
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
