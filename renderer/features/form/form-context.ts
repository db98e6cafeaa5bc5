import type { CodeTable, FieldIssue, FieldKey, MergedField } from '#sync/model'
import { inject, type InjectionKey, provide } from 'vue'

/** What the fields share: where their values go, what was found wrong, and the words around them. */
export interface FormContext {
  /** The focus came to a field: what uses it is told beside the form. */
  readonly enter: (field: MergedField) => void
  /** Takes what is being typed; written at once, so that a power cut costs little. */
  readonly type: (field: MergedField, text: string) => void
  /** The field is done with for now: canonical spelling, then the check. */
  readonly leave: (field: MergedField) => void
  /** The finding to show beside a field; reactive per field. */
  readonly issueOf: (key: FieldKey) => FieldIssue | undefined
  readonly codeTable: (id: string) => CodeTable | undefined
  readonly matterNames: (ids: readonly string[]) => readonly string[]
  /** A question has the screen for itself: more codes are shown side by side before one has to search for them. */
  readonly roomy: boolean
}

const formContextKey: InjectionKey<FormContext> = Symbol('form context')

/** Gives the fields below this component their context. */
export function provideFormContext(context: FormContext): void {
  provide(formContextKey, context)
}

/** @throws Error outside of a form. */
export function useFormContext(): FormContext {
  const context = inject(formContextKey)
  if (context === undefined) throw new Error('a field needs a form around it')
  return context
}
