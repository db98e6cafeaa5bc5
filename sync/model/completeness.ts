import type { Draft, MaterialEntry } from './intake.ts'
import type { Notice } from './notice.ts'
import type { Material } from './theme.ts'

/** Something still open before submission. */
export interface MaterialGap {
  /** Null for the signature, which belongs to no material. */
  readonly materialId: string | null
  readonly kind: 'missing' | 'deferralNotAllowed' | 'commitmentNotAllowed' | 'fileMissing' | 'unsigned'
  /** A plain Chinese sentence that says what to do. */
  readonly message: string
}

function gapOf(
  material: Material,
  entry: MaterialEntry | undefined,
  files: ReadonlySet<string>,
): MaterialGap | null {
  const gap = (kind: MaterialGap['kind'], message: string): MaterialGap => ({
    materialId: material.id,
    kind,
    message,
  })
  const missing =
    material.necessity === 'optional' || material.generated || material.heldBy !== undefined
      ? null
      : gap(
          'missing',
          material.deferWorkingDays === undefined
            ? `还缺“${material.name}”，请扫描或者拍照。`
            : `还缺“${material.name}”，请扫描，或者选择过几天再补交。`,
        )
  if (entry === undefined) return missing
  switch (entry.status) {
    case 'attached':
      return entry.attachments.some((id) => files.has(id))
        ? null
        : gap('fileMissing', `“${material.name}”的图像没有存好，请再扫描一次。`)
    case 'deferred':
      return material.deferWorkingDays === undefined
        ? gap('deferralNotAllowed', `“${material.name}”不能后补，请现在扫描。`)
        : null
    case 'committed':
      return material.commitment
        ? null
        : gap('commitmentNotAllowed', `“${material.name}”不能用承诺代替，请现在扫描。`)
    case 'held':
      return material.heldBy === undefined ? missing : null
    case 'generated':
      return material.generated ? null : missing
    case 'absent':
      // Somebody said that it is not there: what is held by an authority is then needed on paper after all.
      return material.necessity === 'optional'
        ? null
        : gap('missing', `还缺“${material.name}”，请扫描或者拍照。`)
  }
}

/** What must still be handed in, deferred or signed before this draft may be submitted, in the notice's order. */
export function materialGaps(
  notice: Notice,
  draft: Pick<Draft, 'materials' | 'attachments' | 'signature'>,
): MaterialGap[] {
  const entries = new Map(draft.materials.map((entry) => [entry.materialId, entry]))
  const files = new Set(draft.attachments.map((attachment) => attachment.id))
  const gaps = [...notice.bring, ...notice.held].flatMap(
    ({ material }) => gapOf(material, entries.get(material.id), files) ?? [],
  )
  if (draft.signature === null) {
    gaps.push({ materialId: null, kind: 'unsigned', message: '还没有签名，请申请人核对内容以后签名。' })
  }
  return gaps
}
