import type { Catalogue } from './catalogue.ts'
import { holds, type ConditionFacts } from './condition.ts'
import { fieldMessage } from './field-messages.ts'
import type { FieldIssue, MergedField, MergedForm } from './form.ts'
import { keepsRule } from './form-rule.ts'
import { fieldsOf } from './merge-form.ts'
import { situationOf } from './situation.ts'
import type { FormRule, Theme } from './theme.ts'
import { type FieldContext, validateField } from './validate-field.ts'
import { validateTable } from './validate-table.ts'

const datedChecks: ReadonlySet<string> = new Set([
  'notBefore',
  'notAfter',
  'ageAtLeast',
  'ageBelow',
  'withinDays',
])

/** What a rule's field is held against; null when nothing of it is known yet, so that the rule has nothing to say. */
function valuesAgainst(rule: FormRule, values: ConditionFacts['values'], today: string): string[] | null {
  const named = rule.against.length === 0 && datedChecks.has(rule.check) ? ['today'] : rule.against
  const others = named
    .map((key) => (key === 'today' ? today : (values[key] ?? '')))
    .filter((value) => value !== '')
  if (rule.check === 'sumEquals') return others.length < named.length ? null : others
  return others.length === 0 ? null : others
}

function singleIssue(field: MergedField, value: string, context: FieldContext): FieldIssue | null {
  const problem = validateField(field.element, value, context)
  return problem === null ? null : { field: field.key, severity: problem.severity, message: problem.message }
}

/**
 * Everything that is wrong with a form: missing values, malformed values, rules across fields, in the order of the
 * form and each field's first finding only. The same call at the hub gives the same answer.
 * @param form as mergeForm gave it for the same facts
 * @param today the day of the check, `YYYY-MM-DD`; `against: [today]` in a rule means this day
 */
export function validateForm(
  theme: Theme,
  catalogue: Pick<Catalogue, 'codeTables'>,
  form: MergedForm,
  facts: ConditionFacts,
  today: string,
): FieldIssue[] {
  const current = situationOf(theme, facts).facts
  const issues = new Map<string, FieldIssue>()
  const fields = fieldsOf(form)
  for (const field of fields) {
    const value = current.values[field.key] ?? ''
    if (value.trim() === '') {
      if (field.required) {
        issues.set(field.key, {
          field: field.key,
          severity: 'error',
          message: fieldMessage('required', { label: field.label }),
        })
      }
      continue
    }
    const idType = current.values[`${field.subject}.idType`]
    const context = { today, codeTables: catalogue.codeTables, idType }
    const issue =
      field.columns === undefined ? singleIssue(field, value, context) : validateTable(field, value, context)
    if (issue !== null) issues.set(field.key, issue)
  }
  const shown = new Set(fields.map((field) => field.key))
  for (const rule of theme.rules) {
    if (!shown.has(rule.field) || !holds(rule.when, current)) continue
    const own = current.values[rule.field] ?? ''
    const others = valuesAgainst(rule, current.values, today)
    if (own === '' || others === null) continue
    const found = issues.get(rule.field)
    if (found?.severity === 'error' || (found !== undefined && rule.severity === 'warning')) continue
    if (!keepsRule(rule, own, others)) {
      issues.set(rule.field, { field: rule.field, severity: rule.severity, message: rule.message })
    }
  }
  return fields.flatMap((field) => issues.get(field.key) ?? [])
}
