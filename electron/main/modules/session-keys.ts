import type { Operator, Session } from '#shell/contract'
import type { KeyCustody } from './key-custody.ts'

/** What the page is given for an operator's session: the keys of their drafts, and of nobody else's. */
export function sessionOf(keys: KeyCustody, operator: Operator): Session {
  const purpose = `draft/${operator.id}`
  const earlierDraftKeys = keys.earlier.map(({ keyId, derive }) => ({ keyId, key: derive(purpose) }))
  return { operator, draftKey: keys.derive(purpose), keyId: keys.keyId, earlierDraftKeys }
}
