import { computed, type ComputedRef, inject, type InjectionKey, provide, useId } from 'vue'

/** What a control needs so that its label, hint and error are heard with it. */
export interface FieldWiring {
  readonly id: string
  readonly labelId: string
  readonly describedBy: string | undefined
  readonly invalid: boolean
  readonly required: boolean
}

const fieldKey: InjectionKey<ComputedRef<FieldWiring>> = Symbol('field')

/** Gives the controls inside a YField their ids. */
export function provideField(wiring: ComputedRef<FieldWiring>): void {
  provide(fieldKey, wiring)
}

/** The surrounding field's wiring, or a bare one of its own where a control stands alone. */
export function useField(): ComputedRef<FieldWiring> {
  const own = useId()
  const around = inject(fieldKey, null)
  return (
    around ??
    computed(() => ({
      id: own,
      labelId: `${own}-label`,
      describedBy: undefined,
      invalid: false,
      required: false,
    }))
  )
}
