import type { TerminalInfo } from '#shell/contract'
import { withStep } from '#sync/audit'
import type { AuditEvent, Draft, Override } from '#sync/model'
import type { DraftPatch, RecordedStep } from './intake-desk.ts'

/** What was done; by whom, when and where, the desk says. */
export type Step = Pick<AuditEvent, 'action' | 'detail'>

/** Whoever does something at this desk, and when: never told by a page. */
export interface Doer {
  readonly operatorId: string
  /** `siteCode/terminalId`. */
  readonly terminal: string
  readonly at: string
}

/** The terminal as steps name it. */
export function placeOf({ site, terminalId }: Pick<TerminalInfo, 'site' | 'terminalId'>): string {
  return `${site.code}/${terminalId}`
}

/** The draft with further steps at the end of its history, each a link of the chain. */
export async function withSteps(draft: Draft, doer: Doer, steps: readonly Step[]): Promise<Draft> {
  let { audit } = draft
  for (const { action, detail } of steps) {
    const { at, operatorId, terminal } = doer
    const step = { at, operatorId, terminal, action, ...(detail === undefined ? {} : { detail }) }
    audit = await withStep(audit, draft.id, step)
  }
  return { ...draft, audit }
}

const longestDetail = 200

/** All that a page may tell. The rest the desk sees by itself, and nobody else is asked. */
const tellable: ReadonlySet<string> = new Set<RecordedStep['action']>([
  'card-read',
  'social-card-read',
  'licence-read',
  'scanned',
])

function toldStep({ action, subject }: RecordedStep): Step {
  if (!tellable.has(action)) throw new TypeError('this is no step that a page may tell')
  return { action, detail: subject }
}

function sameWords(one: Override, other: Override): boolean {
  return (
    one.rule === other.rule &&
    one.target === other.target &&
    one.text === other.text &&
    one.reason === other.reason
  )
}

/** 预审说明 under the name and time of who gives it now; what was given before keeps its own. */
export function attributed(
  overrides: readonly Override[],
  before: readonly Override[],
  { operatorId, at }: Doer,
): Override[] {
  return overrides.map(
    (given) => before.find((known) => sameWords(known, given)) ?? { ...given, operatorId, at },
  )
}

/** What a patch does that belongs into the history. The page does not say it: it is read off what changes. */
export function stepsOf(before: Draft, patch: DraftPatch): Step[] {
  const { materials = [], overrides = [], signature, did = [] } = patch
  const deferred = materials.flatMap((entry): Step[] => {
    if (entry.status !== 'deferred') return []
    const known = before.materials.find(({ materialId }) => materialId === entry.materialId)
    const said = known?.status === 'deferred' && known.dueDate === entry.dueDate
    return said ? [] : [{ action: 'deferred', detail: `${entry.materialId} ${entry.dueDate}` }]
  })
  const overridden = overrides
    .filter((given) => !before.overrides.some((known) => sameWords(known, given)))
    .map(({ rule, target }): Step => ({ action: 'overridden', detail: `${rule} ${target}` }))
  const signed = signature !== undefined && signature !== null && signature.image !== before.signature?.image
  return [
    ...did.map(toldStep),
    ...deferred,
    ...overridden,
    ...(signed ? [{ action: 'signed' as const, detail: signature.signer }] : []),
  ].map(({ action, detail }) => ({ action, detail: detail?.slice(0, longestDetail) }))
}
