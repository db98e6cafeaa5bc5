import type { FieldUse } from '#sync/model'
import type { SourceField } from './source-schema.ts'

/** Field uses out of one written entry of a matter; see sourceFieldSchema. */
export function expandField(written: SourceField): FieldUse[] {
  if (typeof written !== 'string') {
    const [subject, element] = written.field.split('.') as [string, string]
    return [
      {
        subject,
        element,
        required: written.required ?? true,
        ...(written.label === undefined ? {} : { label: written.label }),
        ...(written.when === undefined ? {} : { when: written.when }),
      },
    ]
  }
  const [subject, rest] = written.split('.') as [string, string]
  return rest
    .replace(/[{}\s]/g, '')
    .split(',')
    .map((name) => ({ subject, element: name.replace('?', ''), required: !name.endsWith('?') }))
}
