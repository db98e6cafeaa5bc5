import type { Catalogue } from './catalogue.ts'
import type { Attachment, Draft, MaterialEntry } from './intake.ts'
import type { FormValues } from './form.ts'
import { makeNotice } from './make-notice.ts'
import { mergeForm, textsOf, valuesOfForm } from './merge-form.ts'
import type { Theme } from './theme.ts'

/** What of a draft belongs to its situation as it is now. */
export interface RelevantDraft {
  readonly values: FormValues
  readonly materials: MaterialEntry[]
  readonly attachments: Attachment[]
}

/**
 * 最小必要: what is sent is what the situation asks for. An answer that was changed leaves values, papers and scans
 * behind that nobody asks for any more; they go to no department.
 */
export function relevantDraft(
  theme: Theme,
  catalogue: Pick<Catalogue, 'elements'>,
  draft: Pick<Draft, 'answers' | 'values' | 'materials' | 'attachments' | 'signature' | 'representation'>,
): RelevantDraft {
  const facts = { answers: draft.answers, values: textsOf(draft.values) }
  const notice = makeNotice(theme, facts)
  const asked = new Set([...notice.bring, ...notice.held].map(({ material }) => material.id))
  const materials = draft.materials.filter((entry) => asked.has(entry.materialId))
  const named = new Set<string | undefined>([
    ...materials.flatMap((entry) => (entry.status === 'attached' ? entry.attachments : [])),
    draft.signature?.image,
    draft.signature?.vector,
    ...(draft.representation?.proof ?? []),
  ])
  return {
    values: valuesOfForm(mergeForm(theme, catalogue, facts), draft.values),
    materials,
    attachments: draft.attachments.filter(
      (attachment) => attachment.kind === 'card-photo' || named.has(attachment.id),
    ),
  }
}
