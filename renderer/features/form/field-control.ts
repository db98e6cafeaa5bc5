import type { Choice } from '#renderer/ui'
import type { CodeTable, ElementFormat, FieldKey } from '#sync/model'

/** Up to this many codes are shown side by side; more are searched for. */
const mostChoices = 4
/** The same where a question has the screen for itself, one below the other. */
const mostRoomyChoices = 8
/** Characters of all those labels together that fit one row. */
const mostCharacters = 12

/** Which control a field gets. `wide` takes the whole row. */
export type FieldControl =
  | { readonly kind: 'text'; readonly wide: boolean; readonly inputMode: InputMode; readonly digits: boolean }
  | { readonly kind: 'area'; readonly wide: boolean }
  | { readonly kind: 'date'; readonly wide: boolean }
  | { readonly kind: 'choice'; readonly wide: boolean; readonly options: readonly Choice[] }
  | { readonly kind: 'code'; readonly wide: boolean; readonly options: readonly Choice[] }
  | { readonly kind: 'table'; readonly wide: boolean }
  | { readonly kind: 'address'; readonly wide: boolean; readonly scope: 'address' | 'division' }

/** The keyboard that a touch screen offers; letters stay possible where a number may end in X. */
type InputMode = 'text' | 'numeric' | 'decimal' | 'tel' | 'email'

const inputModes: Partial<Record<ElementFormat['kind'], InputMode>> = {
  mobile: 'tel',
  phone: 'tel',
  time: 'numeric',
  bankCard: 'numeric',
  number: 'decimal',
  money: 'decimal',
  email: 'email',
}
const digitKinds: readonly ElementFormat['kind'][] = [
  'residentId',
  'identityNumber',
  'creditCode',
  'projectCode',
  'realEstateUnit',
  'bankCard',
  'mobile',
  'phone',
]

/** The control for a format; a coded value with few short codes is chosen, not searched for. */
export function controlOf(
  format: ElementFormat,
  codeTable: (id: string) => CodeTable | undefined,
  words: { readonly yes: string; readonly no: string },
  roomy = false,
): FieldControl {
  switch (format.kind) {
    case 'yesNo':
      return {
        kind: 'choice',
        wide: false,
        options: [
          { value: 'yes', label: words.yes },
          { value: 'no', label: words.no },
        ],
      }
    case 'code': {
      const options = (codeTable(format.table)?.entries ?? []).map(({ code, label }) => ({
        value: code,
        label,
      }))
      const characters = options.reduce((sum, { label }) => sum + label.length, 0)
      const short = roomy
        ? options.length <= mostRoomyChoices
        : options.length <= mostChoices && characters <= mostCharacters
      return { kind: short ? 'choice' : 'code', wide: false, options }
    }
    case 'date':
      return { kind: 'date', wide: false }
    case 'address':
    case 'division':
      return { kind: 'address', wide: format.kind === 'address', scope: format.kind }
    case 'table':
      return { kind: 'table', wide: true }
    case 'text':
      if (format.multiline) return { kind: 'area', wide: true }
      return { kind: 'text', wide: format.maxLength > 100, inputMode: 'text', digits: false }
    default:
      return {
        kind: 'text',
        wide: false,
        inputMode: inputModes[format.kind] ?? 'text',
        digits: digitKinds.includes(format.kind),
      }
  }
}

/** The HTML id of a field's control. */
export function fieldId(key: FieldKey): string {
  return `field-${key.replace('.', '-')}`
}
