import type { AuditEntry, AuditEvent, AuditHead, Intake } from '#sync/model'
import { type ChainFault, checkLinks, digestOf, genesisOf } from './hash-chain.ts'

/** A history as drafts and intakes carry it: steps of before the chain, then the chain. */
export type History = readonly (AuditEvent | AuditEntry)[]

/** What a step is made of by whoever may append one; the rest follows from the history. */
export type NewStep = Omit<AuditEntry, 'sequence' | 'previous'>

/** How an intake's history was found. `begun-late`: its first steps are of before there was a chain. */
export type HistoryState = 'whole' | 'begun-late' | 'none' | 'broken'

/**
 * What is wrong with a history. Beside the links': `head` – the signed header speaks of another one; `end` – it does not end with
 * this intake's submission by its operator at its terminal; `lapsed` – there is none, though this terminal keeps them.
 */
export interface HistoryFault {
  readonly kind: ChainFault['kind'] | 'head' | 'end' | 'lapsed'
  readonly at: number
}

/** See {@link checkHistory}. */
export interface HistoryCheck {
  readonly state: HistoryState
  readonly steps: number
  readonly head: string
  readonly faults: readonly HistoryFault[]
}

function isChained(event: AuditEvent | AuditEntry): event is AuditEntry {
  return 'previous' in event
}

/** The steps of before the chain, and those of it; one without its place among those of it is a fault of its own. */
function parted(history: History): { before: AuditEvent[]; chained: AuditEntry[]; stray: number[] } {
  const first = history.findIndex(isChained)
  if (first === -1) return { before: [...history], chained: [], stray: [] }
  const stray = history.flatMap((event, index) => (index > first && !isChained(event) ? [index + 1] : []))
  return { before: history.slice(0, first), chained: history.filter(isChained), stray }
}

/** The id under which it was begun: a draft that changed hands at one terminal has got another. */
function originOf(intakeId: string, chained: readonly AuditEntry[]): string {
  const moved = chained.find(({ action, detail }) => action === 'taken-over' && detail !== undefined)
  return moved?.detail ?? intakeId
}

function genesisFor(intakeId: string, before: readonly AuditEvent[], chained: readonly AuditEntry[]) {
  const rows = before.map(({ at, operatorId, action, detail }) => [at, operatorId, action, detail ?? null])
  return genesisOf('intake', originOf(intakeId, chained), rows)
}

/**
 * The history with a step more. An older history is held from here on as it is: the first link is made over all of it.
 * @param intakeId the draft's id before this step
 */
export async function withStep(
  history: History,
  intakeId: string,
  step: NewStep,
): Promise<(AuditEvent | AuditEntry)[]> {
  const { before, chained } = parted(history)
  const last = chained.at(-1)
  const previous = await (last === undefined ? genesisFor(intakeId, before, []) : digestOf(last))
  return [...history, { ...step, sequence: history.length + 1, previous }]
}

/** What the signed header says of the history within: how many steps, and the digest of the last. */
export async function headOf({
  intakeId,
  audit,
}: Pick<Intake, 'intakeId' | 'audit'>): Promise<{ entries: number; head: string }> {
  const { before, chained } = parted(audit)
  const last = chained.at(-1)
  const head = await (last === undefined ? genesisFor(intakeId, before, []) : digestOf(last))
  return { entries: audit.length, head }
}

function endsRightly(intake: Pick<Intake, 'receiptNumber' | 'operator' | 'terminal' | 'audit'>): boolean {
  const last = intake.audit.at(-1)
  return (
    last !== undefined &&
    isChained(last) &&
    last.action === 'submitted' &&
    last.operatorId === intake.operator.id &&
    last.detail === intake.receiptNumber &&
    last.terminal === `${intake.terminal.siteCode}/${intake.terminal.id}`
  )
}

/**
 * Whether an intake's history is as it was written. Never an exception: a citizen's intake does not wait for it.
 * @param signed what the packet's signed header says; null for a packet of before
 */
export async function checkHistory(
  intake: Pick<Intake, 'intakeId' | 'receiptNumber' | 'operator' | 'terminal' | 'audit'>,
  signed: AuditHead | null,
): Promise<HistoryCheck> {
  const { audit, intakeId } = intake
  const { before, chained, stray } = parted(audit)
  const genesis = await genesisFor(intakeId, before, chained)
  const { faults: links, head } = await checkLinks(chained, genesis, before.length + 1)
  const faults: HistoryFault[] = [...links, ...stray.map((at) => ({ kind: 'gap' as const, at }))]
  const last = audit.length
  const none = chained.length === 0
  if (!none && !endsRightly(intake)) faults.push({ kind: 'end', at: last })
  const named = signed === null ? none : signed.entries === last && signed.head === head
  if (!named) faults.push({ kind: 'head', at: last })
  const state = none ? 'none' : before.length > 0 ? 'begun-late' : 'whole'
  return { state: faults.length > 0 ? 'broken' : state, steps: last, head, faults }
}
