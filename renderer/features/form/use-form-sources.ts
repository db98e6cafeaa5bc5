import { useDraft } from '#renderer/platform'
import { type FieldKey, type FormSection, makeNotice } from '#sync/model'
import type { ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { factsBeyond } from './card-facts.ts'
import { type CardFillControl, useCardFill } from './use-card-fill.ts'
import { type CardReadingControl, useCardReading } from './use-card-reading.ts'
import { type LicenceControl, useLicences } from './use-licences.ts'
import type { OpenForm } from './use-merged-form.ts'
import { useValueFill, type ValueFillControl } from './use-value-fill.ts'

/** All that fills the form by itself: the card at the reader, e-licences, shared data. */
export interface FormSources {
  readonly values: ValueFillControl
  readonly card: CardFillControl
  readonly reading: CardReadingControl
  readonly licences: LicenceControl
  /** The clerk's decision where a source says something else than the form. */
  readonly decide: (take: ReadonlySet<FieldKey>) => void
}

/**
 * @param settled is told the keys that a source filled
 * @param after is called when a source has said all it has to say about a section
 */
export function useFormSources(
  open: ComputedRef<OpenForm | null>,
  settled: (keys: readonly FieldKey[]) => void,
  after: (section: FormSection) => Promise<void>,
): FormSources {
  const { t } = useI18n()
  const draft = useDraft()
  const codeTables = () => open.value?.catalogue.codeTables ?? []
  const values = useValueFill(codeTables, settled)

  const card = useCardFill(
    codeTables,
    {
      photoLabel: (section) => t('form.card.photo', { section: section.label }),
      facts: (section, read) =>
        factsBeyond(section, read).map((fact) => ({
          label: t(`form.card.facts.${fact.id}`),
          value:
            fact.id === 'validity'
              ? t('form.card.facts.validityValue', { from: fact.from, until: fact.until })
              : fact.id === 'sex'
                ? t(`form.card.sexes.${fact.value}`)
                : fact.value,
        })),
    },
    values,
  )
  const goOn = async (section: FormSection): Promise<void> => {
    if (values.question.value === null) await after(section)
  }
  const reading = useCardReading(async (section, read) => {
    await card.apply(section, read)
    await goOn(section)
  })

  const licences = useLicences(
    codeTables,
    (subject) => {
      const notice =
        open.value === null
          ? null
          : makeNotice(open.value.theme, { answers: draft.draft?.answers ?? {}, values: draft.values })
      return notice?.held.filter(({ material }) => material.of === subject) ?? []
    },
    values,
    goOn,
  )

  function decide(take: ReadonlySet<FieldKey>): void {
    const asked = values.question.value
    if (asked === null) return
    const count = values.decide(take)
    if (asked.from === 'card') card.add(count)
    else licences.add(count)
    void after(asked.section)
  }

  return { values, card, reading, licences, decide }
}
