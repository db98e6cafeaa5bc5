import { type IppGroup, type IppMessage, type IppValue, stringTypes } from './values.ts'

/** The first group of `tag`. */
export function groupOf(message: IppMessage, tag: number): IppGroup | undefined {
  return message.groups.find((group) => group.tag === tag)
}

/** All values of an attribute. */
export function valuesOf(group: IppGroup | undefined, name: string): readonly IppValue[] {
  return group?.attributes.find((attribute) => attribute.name === name)?.values ?? []
}

/** The values that are characters, as such. */
export function stringsOf(group: IppGroup | undefined, name: string): string[] {
  return valuesOf(group, name).flatMap((value) =>
    (stringTypes as readonly string[]).includes(value.type) &&
    typeof (value as { value?: unknown }).value === 'string'
      ? [(value as { value: string }).value]
      : [],
  )
}

/** The first value if it is a number. */
export function numberOf(group: IppGroup | undefined, name: string): number | null {
  const value = valuesOf(group, name)[0]
  return value?.type === 'integer' || value?.type === 'enum' ? value.value : null
}

/** The first value if it is a truth value. */
export function booleanOf(group: IppGroup | undefined, name: string): boolean | null {
  const value = valuesOf(group, name)[0]
  return value?.type === 'boolean' ? value.value : null
}
