import type { Catalogue } from './catalogue.ts'
import type { ConditionFacts } from './condition.ts'
import type { DataElement } from './data-element.ts'
import type { FormSection, FormValues, MergedField, MergedForm } from './form.ts'
import { fieldsInUse, situationOf } from './situation.ts'
import { columnsOf } from './table.ts'
import type { FieldUse, Matter, Theme } from './theme.ts'

interface Use {
  readonly matter: Matter
  readonly use: FieldUse
}

function mergeUses(
  key: string,
  uses: readonly Use[],
  element: DataElement,
  elements: ReadonlyMap<string, DataElement>,
): MergedField {
  const first = uses[0] as Use
  return {
    key,
    subject: first.use.subject,
    element,
    label: uses.find(({ use }) => use.label !== undefined)?.use.label ?? element.label,
    required: uses.some(({ use }) => use.required),
    matters: [...new Set(uses.map(({ matter }) => matter.id))],
    ...(element.format.kind === 'table' ? { columns: columnsOf(element.format, elements) } : {}),
  }
}

/**
 * 一次表单: the union of the fields of this situation's matters, each asked once, by data element and by whom it
 * speaks of; sections in the theme's order of subjects, fields in the dictionary's order (who somebody is comes first). A field is required as soon as one of its matters requires it.
 * @throws Error when the theme uses an element that the dictionary lacks: the catalogue's check refuses that.
 */
export function mergeForm(
  theme: Theme,
  catalogue: Pick<Catalogue, 'elements'>,
  facts: ConditionFacts,
): MergedForm {
  const situation = situationOf(theme, facts)
  const elements = new Map(catalogue.elements.map((element) => [element.id, element]))
  const place = new Map(catalogue.elements.map((element, at) => [element.id, at]))
  const uses = new Map<string, Use[]>()
  let fieldsSum = 0
  for (const matter of situation.matters) {
    for (const use of fieldsInUse(theme, matter, situation.facts)) {
      const key = `${use.subject}.${use.element}`
      const list = uses.get(key)
      if (list === undefined) uses.set(key, [{ matter, use }])
      else list.push({ matter, use })
      fieldsSum++
    }
  }
  const fields = [...uses].map(([key, list]) => {
    const element = elements.get((list[0] as Use).use.element)
    if (element === undefined) throw new Error(`theme ${theme.id} uses an unknown data element in ${key}`)
    return mergeUses(key, list, element, elements)
  })
  const sections: FormSection[] = theme.subjects.flatMap((subject) => {
    const own = fields
      .filter((field) => field.subject === subject.id)
      .sort((left, right) => (place.get(left.element.id) ?? 0) - (place.get(right.element.id) ?? 0))
    if (own.length === 0) return []
    return [{ subject: subject.id, label: subject.label, readsCard: subject.readsCard, fields: own }]
  })
  return { sections, fieldsSum, fieldsMerged: fields.length }
}

/** All fields of a form in the order in which they are shown. */
export function fieldsOf(form: MergedForm): MergedField[] {
  return form.sections.flatMap((section) => section.fields)
}

/** The values that belong to this form, without those of fields that have disappeared: what is signed and sent. */
export function valuesOfForm(form: MergedForm, values: FormValues): FormValues {
  const kept: FormValues = {}
  for (const { key } of fieldsOf(form)) {
    const entry = values[key]
    if (entry !== undefined && entry.value !== '') kept[key] = entry
  }
  return kept
}

/** The bare texts of values, as conditions and checks look at them. */
export function textsOf(values: FormValues): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, entry]) => [key, entry.value]))
}
