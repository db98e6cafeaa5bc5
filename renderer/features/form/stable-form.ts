import type { FormSection, MergedField, MergedForm } from '#sync/model'

function sameField(a: MergedField, b: MergedField): boolean {
  return (
    a.key === b.key &&
    a.label === b.label &&
    a.required === b.required &&
    a.element === b.element &&
    a.matters.length === b.matters.length &&
    a.matters.every((matter, index) => matter === b.matters[index])
  )
}

function sameSection(a: FormSection, b: FormSection): boolean {
  return (
    a.subject === b.subject &&
    a.label === b.label &&
    a.readsCard === b.readsCard &&
    a.fields.length === b.fields.length &&
    a.fields.every((field, index) => field === b.fields[index])
  )
}

/**
 * The new form with every unchanged part taken from the one before, by identity. The form is merged anew at each
 * keystroke; this is what keeps a hundred fields from being drawn anew with it.
 */
export function stableForm(before: MergedForm | undefined, next: MergedForm): MergedForm {
  if (before === undefined) return next
  const fields = new Map(
    before.sections.flatMap((section) => section.fields.map((field) => [field.key, field])),
  )
  const oldSections = new Map(before.sections.map((section) => [section.subject, section]))
  const sections = next.sections.map((section): FormSection => {
    const kept = section.fields.map((field) => {
      const old = fields.get(field.key)
      return old !== undefined && sameField(old, field) ? old : field
    })
    const old = oldSections.get(section.subject)
    const renewed = { ...section, fields: kept }
    return old !== undefined && sameSection(old, renewed) ? old : renewed
  })
  const unchanged =
    sections.length === before.sections.length &&
    sections.every((section, index) => section === before.sections[index]) &&
    before.fieldsSum === next.fieldsSum
  return unchanged ? before : { ...next, sections }
}
