import type { FieldIssue, FieldKey } from '#sync/model'
import { shallowReactive } from 'vue'

export interface FormCheck {
  /** The finding to show beside a field; reactive per field. */
  readonly issueOf: (key: FieldKey) => FieldIssue | undefined
  /** After leaving a field: speaks of this and of what was spoken of before. An empty field is left in peace. */
  readonly checkLeft: (key: FieldKey) => void
  /** While typing: takes a finding away as soon as it no longer holds, and brings no new one. */
  readonly relax: (key: FieldKey) => void
  /** Speaks of these, empty ones too, and gives what it finds in them. */
  readonly checkThese: (keys: readonly FieldKey[]) => readonly FieldIssue[]
  /** Speaks of everything, and gives it. */
  readonly checkAll: () => readonly FieldIssue[]
}

/**
 * Decides when a finding is shown: late to blame, quick to forgive.
 * @param validate the whole form's findings as they are now
 * @param isEmpty whether a field holds nothing
 */
export function useFormCheck(
  validate: () => readonly FieldIssue[],
  isEmpty: (key: FieldKey) => boolean,
): FormCheck {
  const shown = shallowReactive(new Map<FieldKey, FieldIssue>())
  const left = new Set<FieldKey>()
  const demanded = new Set<FieldKey>()
  let all = false

  function show(issues: readonly FieldIssue[]): void {
    const due = new Map(
      issues
        .filter(({ field }) => all || demanded.has(field) || (left.has(field) && !isEmpty(field)))
        .map((issue) => [issue.field, issue]),
    )
    for (const key of [...shown.keys()]) if (!due.has(key)) shown.delete(key)
    for (const [key, issue] of due) {
      if (shown.get(key)?.message !== issue.message) shown.set(key, issue)
    }
  }

  return {
    issueOf: (key) => shown.get(key),
    checkLeft(key) {
      left.add(key)
      show(validate())
    },
    relax(key) {
      if (!shown.has(key)) return
      if (!validate().some((issue) => issue.field === key)) shown.delete(key)
    },
    checkThese(keys) {
      for (const key of keys) demanded.add(key)
      const issues = validate()
      show(issues)
      return issues.filter(({ field }) => keys.includes(field))
    },
    checkAll() {
      all = true
      const issues = validate()
      show(issues)
      return issues
    },
  }
}
