import { z } from 'zod'
import type { FormValues } from './form.ts'
import type { FieldUse, Material, Matter, Subject, Theme } from './theme.ts'

/** One thing that is handed in: a material of the theme, or, under an id of its own, what a department asked for in words. */
export const supplementItemSchema = z.strictObject({
  materialId: z.string().regex(/^[a-z][a-z0-9-]{0,60}$/),
  /** The department's words, or the material's name. */
  text: z.string().min(1).max(500),
})

/**
 * 补正、容缺补交: an intake of its own that belongs to an earlier one and brings what was missing there. Sealed, kept,
 * numbered and sent like any other, so that it is as safe.
 */
export const supplementSchema = z.strictObject({
  /** The intake that it belongs to, and that one's number. */
  intakeId: z.uuid(),
  receiptNumber: z.string(),
  /** The 补正告知 that it answers; null where deferred papers (容缺后补) are handed in. */
  requestId: z.string().max(60).nullable(),
  /** The case that waits for it; null with a null request. */
  caseId: z.string().max(60).nullable(),
  /** The matters that get it. */
  matters: z.array(z.string()).min(1).max(40),
  items: z.array(supplementItemSchema).min(1).max(40),
})
export type Supplement = z.infer<typeof supplementSchema>

/** Says who somebody is: what a supplement repeats of its intake, so that it can be signed and told apart. */
const namingElements: ReadonlySet<string> = new Set([
  'name',
  'idType',
  'idNumber',
  'mobile',
  'orgName',
  'creditCode',
])

/** The values of an intake that its supplement takes along, marked as from an earlier intake. */
export function namingValues(values: FormValues): FormValues {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, { value }]) =>
      namingElements.has(key.slice(key.indexOf('.') + 1))
        ? [[key, { value, source: 'earlier' as const }]]
        : [],
    ),
  )
}

/** The id under which an item that names no material of the theme is kept. */
export function ownItemId(at: number): string {
  return `supplement-${at + 1}`
}

function askedMaterial(theme: Theme, { materialId, text }: Supplement['items'][number]): Material {
  const known = theme.materials.find(({ id }) => id === materialId)
  return {
    id: materialId,
    name: known?.name ?? text,
    necessity: 'required',
    source: known?.source ?? 'applicant',
    form: known?.form ?? 'either',
    why: text,
    generated: false,
    commitment: false,
    provenance: known?.provenance ?? 'unverified',
  }
}

function applies(subject: Subject, values: FormValues, applicants: ReadonlySet<string>): boolean {
  return (
    applicants.has(subject.id) &&
    ['name', 'orgName'].some((element) => (values[`${subject.id}.${element}`]?.value ?? '') !== '')
  )
}

/**
 * The theme of a supplement: the same screens, rules and papers, with nothing left to answer or to pay, and only what was
 * asked for to hand in.
 * @param values of the supplement: who of the applicants is named
 */
export function supplementTheme(theme: Theme, supplement: Supplement, values: FormValues): Theme {
  const applicants = new Set(theme.applicants)
  const subjects = theme.subjects.flatMap(({ when: _, ...subject }) =>
    applies(subject, values, applicants) ? [subject] : [],
  )
  const named = new Set(subjects.map(({ id }) => id))
  const fields = new Map<string, FieldUse>()
  for (const { fields: uses } of theme.matters) {
    for (const { when: _, ...use } of uses) {
      const isNaming = named.has(use.subject) && namingElements.has(use.element)
      if (isNaming) fields.set(`${use.subject}.${use.element}`, { ...use, required: false })
    }
  }
  const asked = supplement.items.map((item) => askedMaterial(theme, item))
  const matters = theme.matters.flatMap(({ when: _, ...matter }): Matter[] =>
    supplement.matters.includes(matter.id)
      ? [
          {
            ...matter,
            dependsOn: [],
            feeYuan: 0,
            fields: [...fields.values()],
            materials: asked.map(({ id }) => id),
          },
        ]
      : [],
  )
  return {
    ...theme,
    title: `${theme.title}·补正`,
    questions: [],
    subjects,
    applicants: theme.applicants.filter((id) => named.has(id)),
    matters,
    materials: asked,
    rules: [],
    follows: [],
    guidance: undefined,
  }
}

/** The theme by which a draft or an intake is read: its own, or for a supplement what that leaves of it. */
export function themeOf(
  themes: readonly Theme[],
  of: { readonly themeId: string; readonly supplement: Supplement | null; readonly values: FormValues },
): Theme | undefined {
  const theme = themes.find(({ id }) => id === of.themeId)
  return theme === undefined || of.supplement === null
    ? theme
    : supplementTheme(theme, of.supplement, of.values)
}
