import type { FormValues, MergedForm } from './form.ts'
import { fieldsOf } from './merge-form.ts'
import { readResidentId } from './resident-id.ts'

/**
 * What need not be asked because another value says it: birth date and sex from a person's ID number. Only fields of
 * the form that are empty or were derived before are given; a derived value whose ground has changed is given anew.
 * Nation and address come from reading the card, not from the number.
 */
export function deriveValues(form: MergedForm, values: FormValues): FormValues {
  const derived: FormValues = {}
  const fields = fieldsOf(form)
  const shown = new Set(fields.map((field) => field.key))
  for (const subject of new Set(fields.map((field) => field.subject))) {
    const idType = values[`${subject}.idType`]?.value
    if (idType !== undefined && idType !== '' && idType !== '111') continue
    const facts = readResidentId(values[`${subject}.idNumber`]?.value ?? '')
    if (facts === null) continue
    for (const [element, value] of [
      ['birthDate', facts.birthDate],
      ['sex', facts.sex],
    ] as const) {
      const key = `${subject}.${element}`
      const present = values[key]
      if (!shown.has(key)) continue
      if (
        present === undefined ||
        present.value === '' ||
        (present.source === 'derived' && present.value !== value)
      ) {
        derived[key] = { value, source: 'derived' }
      }
    }
  }
  return derived
}
