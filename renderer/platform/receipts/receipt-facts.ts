import {
  type Catalogue,
  type Draft,
  type FormValues,
  type Intake,
  makeNotice,
  textsOf,
  type Theme,
  themeOf,
} from '#sync/model'
import type { IntakeReceiptFacts } from './intake-receipt.ts'
import type { SlipOrigin } from './paper-blocks.ts'

/** Who applies: the signer where somebody has signed, else the first possible applicant whose name is known. */
export function applicantOf(
  theme: Theme,
  values: FormValues,
  signer?: string,
): { subject: string; name: string; kind: 'person' | 'organisation' } {
  const nameOf = (subject: string): string => values[`${subject}.name`]?.value ?? ''
  const subject =
    signer !== undefined && nameOf(signer) !== ''
      ? signer
      : (theme.applicants.find((candidate) => nameOf(candidate) !== '') ?? theme.applicants[0] ?? '')
  const kind = theme.subjects.find((candidate) => candidate.id === subject)?.kind
  return { subject, name: nameOf(subject), kind: kind === 'organisation' ? 'organisation' : 'person' }
}

/** The firm or builder that the matter is about, by its name; null for a person's own affairs, or before it is known. */
export function organisationOf(theme: Theme, values: FormValues): string | null {
  if (theme.lifecycle === 'person') return null
  const names = theme.subjects.flatMap(({ id, kind }) =>
    kind === 'organisation' ? (values[`${id}.orgName`]?.value ?? '') : [],
  )
  return names.find((name) => name !== '') ?? null
}

function totalDaysOf(theme: Theme | undefined, of: Pick<Draft, 'answers' | 'values'>): number | null {
  if (theme === undefined) return null
  return makeNotice(theme, { answers: of.answers, values: textsOf(of.values) }).totalWorkingDays
}

/** The catalogue as the slip needs it: the one theme, as this intake is read. */
function readAs(catalogue: Catalogue, theme: Theme | undefined): IntakeReceiptFacts['catalogue'] {
  return { departments: catalogue.departments, themes: theme === undefined ? [] : [theme] }
}

/** The facts of a submitted intake, for printing and reprinting. */
export function receiptFactsOfIntake(
  intake: Intake,
  catalogue: Catalogue,
  origin: SlipOrigin,
): IntakeReceiptFacts {
  const theme = themeOf(catalogue.themes, intake)
  return {
    origin,
    catalogue: readAs(catalogue, theme),
    supplements: intake.supplement?.receiptNumber ?? null,
    themeId: intake.themeId,
    matters: intake.matters,
    materials: intake.materials,
    applicant:
      theme === undefined
        ? { name: '', kind: 'person' }
        : applicantOf(theme, intake.values, intake.signature.signer),
    representative: intake.representation?.name ?? null,
    organisation: theme === undefined ? null : organisationOf(theme, intake.values),
    totalWorkingDays: totalDaysOf(theme, intake),
    operatorName: intake.operator.name,
    receiptNumber: intake.receiptNumber,
    submittedAt: intake.submittedAt,
  }
}

/** The facts of a draft as far as they are known: the receipt preview beside the form. */
export function receiptFactsOfDraft(
  draft: Draft,
  matters: readonly string[],
  catalogue: Catalogue,
  origin: SlipOrigin,
  operatorName: string,
): IntakeReceiptFacts {
  const theme = themeOf(catalogue.themes, draft)
  return {
    origin,
    catalogue: readAs(catalogue, theme),
    supplements: draft.supplement?.receiptNumber ?? null,
    themeId: draft.themeId,
    matters,
    materials: draft.materials,
    applicant:
      theme === undefined
        ? { name: '', kind: 'person' }
        : applicantOf(theme, draft.values, draft.signature?.signer),
    representative: draft.representation?.name ?? null,
    organisation: theme === undefined ? null : organisationOf(theme, draft.values),
    totalWorkingDays: totalDaysOf(theme, draft),
    operatorName,
    receiptNumber: null,
    submittedAt: null,
  }
}
