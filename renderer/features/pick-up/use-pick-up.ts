import { drawAttestation } from '#renderer/access'
import { useDesk, useSession, useTerminal } from '#renderer/platform'
import { paperTime, pickUpSlip, usePrintJob } from '#renderer/platform/receipts'
import type { IntakeDetail } from '#renderer/workers'
import type { Collector } from '#sync/model'
import { computed, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { ResultPaper } from './papers.ts'

/** What is about to be signed for. */
export interface Handing {
  readonly detail: IntakeDetail
  readonly collector: Collector
  readonly papers: readonly ResultPaper[]
  readonly left: readonly ResultPaper[]
}

/** Words of the receipt, registration, and the slip. Nothing counts as handed over before it is on disk. */
export function usePickUp() {
  const { t } = useI18n()
  const session = useSession()
  const terminal = useTerminal()
  const job = usePrintJob()
  const busy = shallowRef(false)
  const problem = shallowRef<unknown>(null)
  const done = shallowRef<(Handing & { readonly at: string }) | null>(null)

  function statementOf({ detail, collector, papers }: Omit<Handing, 'left'>): string {
    const { name, kind, check, numberTail: tail } = collector
    return [
      t('pickUp.statement.number', { number: detail.intake.receiptNumber }),
      t('pickUp.statement.collector', { name, kind: t(`pickUp.kind.${kind}`) }),
      t(`pickUp.statement.${check}`, { tail }),
      t('pickUp.statement.papers', { n: papers.length }),
      ...papers.map(({ name: paper, number }, index) =>
        number === null
          ? t('pickUp.statement.paper', { at: index + 1, name: paper })
          : t('pickUp.statement.numbered', { at: index + 1, name: paper, number }),
      ),
      t('pickUp.statement.confirm'),
    ].join('\n')
  }

  async function register(handing: Handing, statement: string, picture: () => Promise<Blob>): Promise<void> {
    if (busy.value) return
    busy.value = true
    problem.value = null
    try {
      const bytes = new Uint8Array(await (await picture()).arrayBuffer())
      const documentIds = handing.papers.map(({ documentId }) => documentId)
      const desk = await useDesk().desk()
      const { collector } = handing
      const { pickUps } = await desk.pickUp(handing.detail.intake.intakeId, {
        documentIds,
        collector,
        statement,
        picture: bytes,
      })
      done.value = { ...handing, at: pickUps.at(-1)?.at ?? '' }
    } catch (error) {
      problem.value = error
    } finally {
      busy.value = false
    }
  }

  async function print(): Promise<void> {
    if (done.value === null) return
    const { detail, collector, papers, left, at } = done.value
    const origin = await terminal.load()
    const { receiptNumber } = detail.intake
    const operatorName = session.operator?.name ?? ''
    await job.print(pickUpSlip({ origin, receiptNumber, collector, papers, left, operatorName, at }))
  }

  return {
    busy: computed(() => busy.value),
    problem,
    done,
    job,
    statementOf,
    print,
    signByHand: (handing: Handing, picture: Blob) =>
      register(handing, statementOf(handing), () => Promise.resolve(picture)),
    confirmSpoken: (handing: Handing, reason: string) => {
      const said = { name: handing.collector.name, reason, operator: session.operator?.name ?? '' }
      const spoken = t('pickUp.spoken', said)
      const when = paperTime(new Date().toISOString())
      return register(handing, `${statementOf(handing)}\n${spoken}`, () =>
        drawAttestation(t('pickUp.attestation'), spoken, when),
      )
    },
  }
}
