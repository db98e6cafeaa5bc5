import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AuditEvent, Intake } from '#sync/model'
import { checkHistory, headOf, type History, type HistoryCheck, withStep } from './intake-history.ts'

const intakeId = '018f6f2a-0000-7000-8000-000000000001'
const otherId = '018f6f2a-0000-7000-8000-000000000002'
const terminal = '430102/T01'
const receiptNumber = '430102T0120261123000001'
const at = '2026-11-23T09:00:00.000Z'

const before: AuditEvent[] = [
  { at, operatorId: '1001', action: 'started' },
  { at, operatorId: '1001', action: 'card-read', detail: 'mother' },
]

const action = fc.constantFrom<AuditEvent['action']>(
  'scanned',
  'card-read',
  'deferred',
  'overridden',
  'signed',
)
const operatorId = fc.constantFrom('1001', '1002')
const detail = fc.option(fc.constantFrom('mother', 'child', 'rule target', ''), { nil: undefined })
const aStep = fc.record({ action, operatorId, detail })
type AStep = typeof aStep extends fc.Arbitrary<infer S> ? S : never

async function chainOf(
  steps: readonly AStep[],
  { id = intakeId, older = [] as History, end = true } = {},
): Promise<History> {
  let history = older
  for (const { detail: said, ...step } of steps) {
    const named = said === undefined ? {} : { detail: said }
    history = await withStep(history, id, { ...step, ...named, at, terminal })
  }
  const submitted = { at, operatorId: '1001', terminal, action: 'submitted' as const, detail: receiptNumber }
  return end ? withStep(history, id, submitted) : history
}

function intakeWith(audit: History): Parameters<typeof checkHistory>[0] {
  return {
    intakeId,
    receiptNumber,
    operator: { id: '1001', name: '演示员' },
    terminal: { id: 'T01', siteCode: '430102' },
    audit: audit as Intake['audit'],
  }
}

/** What the hub says of a history that was sealed as `sealed` and is `found` now. */
async function told(sealed: History, found: History): Promise<HistoryCheck> {
  return checkHistory(intakeWith(found), await headOf(intakeWith(sealed)))
}

describe('the history of an intake', () => {
  it('is whole as it was written, whatever was done', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { maxLength: 8 }), async (steps) => {
        const history = await chainOf(steps)
        expect(await told(history, history)).toMatchObject({
          state: 'whole',
          steps: steps.length + 1,
          faults: [],
        })
      }),
    )
  })

  it('tells any edit of any field of any step', async () => {
    const field = fc.constantFrom('at', 'operatorId', 'terminal', 'action', 'detail', 'sequence', 'previous')
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { maxLength: 6 }), fc.nat(), field, async (steps, which, name) => {
        const history = await chainOf(steps)
        const place = which % history.length
        const edits = {
          at: '2026-11-23T09:00:00.001Z',
          operatorId: '1003',
          terminal: '430102/T02',
          action: 'withdrawn',
          detail: 'somebody else',
          sequence: 99,
          previous: 'f'.repeat(64),
        }
        const found = history.map((step, index) =>
          index === place ? { ...step, [name]: edits[name as keyof typeof edits] } : step,
        )
        expect((await told(history, found as History)).state).toBe('broken')
      }),
    )
  })

  it('tells any deletion, even of the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aStep, { maxLength: 6 }),
        fc.nat(),
        fc.integer({ min: 1, max: 3 }),
        async (steps, which, count) => {
          const history = await chainOf(steps)
          const place = which % history.length
          const found = history.filter((_, index) => index < place || index >= place + count)
          expect((await told(history, found)).state).toBe('broken')
        },
      ),
    )
  })

  it('tells any exchange of two steps', async () => {
    const many = fc.array(aStep, { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(many, fc.nat(), fc.nat(), async (steps, one, other) => {
        const history = await chainOf(steps)
        const [a, b] = [one % history.length, other % history.length]
        fc.pre(a !== b)
        const found = [...history]
        ;[found[a], found[b]] = [found[b] as AuditEvent, found[a] as AuditEvent]
        expect((await told(history, found)).state).toBe('broken')
      }),
    )
  })

  it('tells any insertion, and a rewriting of all that follows it by its head', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aStep, { maxLength: 6 }),
        aStep,
        fc.nat(),
        fc.boolean(),
        async (steps, more, which, rewritten) => {
          const history = await chainOf(steps)
          const place = which % (steps.length + 1)
          const all = [...steps.slice(0, place), more, ...steps.slice(place)]
          const forged = await chainOf(all)
          const pasted = [...history.slice(0, place), forged[place] as AuditEvent, ...history.slice(place)]
          expect((await told(history, rewritten ? forged : pasted)).state).toBe('broken')
        },
      ),
    )
  })

  it('says at which step it was changed', async () => {
    const history = await chainOf([
      { action: 'scanned', operatorId: '1001', detail: 'mother' },
      { action: 'signed', operatorId: '1001', detail: 'mother' },
    ])
    const found = history.map((step, index) => (index === 0 ? { ...step, operatorId: '1002' } : step))
    expect((await told(history, found)).faults).toEqual([{ kind: 'edited', at: 2 }])
    expect((await told(history, history.slice(0, 2))).faults).toEqual([
      { kind: 'end', at: 2 },
      { kind: 'head', at: 2 },
    ])
  })

  it('is of its own intake: another’s does not pass for it, and neither does one without its end', async () => {
    const foreign = await chainOf([], { id: otherId })
    expect((await told(foreign, foreign)).faults).toContainEqual({ kind: 'origin', at: 1 })
    const endless = await chainOf([{ action: 'signed', operatorId: '1001', detail: undefined }], {
      end: false,
    })
    expect((await told(endless, endless)).faults).toEqual([{ kind: 'end', at: 1 }])
  })

  it('goes on after a change of hands that gave the draft another id', async () => {
    const begun = await chainOf([{ action: 'scanned', operatorId: '1002', detail: undefined }], {
      id: otherId,
      end: false,
    })
    const taken = { at, operatorId: '1001', terminal, action: 'taken-over' as const, detail: otherId }
    const history = await chainOf([], { older: await withStep(begun, otherId, taken) })
    expect(await told(history, history)).toMatchObject({ state: 'whole', steps: 3 })
  })
})

describe('a history of before there was a chain', () => {
  it('is taken as such, in a packet with and without a head', async () => {
    expect(await checkHistory(intakeWith(before), null)).toMatchObject({ state: 'none', faults: [] })
    expect(await told(before, before)).toMatchObject({ state: 'none', faults: [] })
    expect(await told([], [])).toMatchObject({ state: 'none', steps: 0 })
  })

  it('is held by what is appended to it', async () => {
    const history = await chainOf([], { older: before })
    expect(await told(history, history)).toMatchObject({ state: 'begun-late', steps: 3, faults: [] })
    const [first, ...rest] = history as [AuditEvent, ...AuditEvent[]]
    const edited = [{ ...first, operatorId: '1002' }, ...rest]
    expect((await told(history, edited)).faults).toContainEqual({ kind: 'origin', at: 3 })
    const cut = (await told(history, rest)).faults.map(({ kind }) => kind)
    expect(cut).toContain('origin')
  })

  it('cannot be claimed by whoever takes the places away from a chain', async () => {
    const history = await chainOf([{ action: 'signed', operatorId: '1001', detail: 'mother' }])
    const stripped = history.map(({ at: when, operatorId: who, action: what }) => ({
      at: when,
      operatorId: who,
      action: what,
    }))
    expect((await told(history, stripped)).faults).toEqual([{ kind: 'head', at: 2 }])
    expect((await checkHistory(intakeWith(history), null)).faults).toEqual([{ kind: 'head', at: 2 }])
    const half = [stripped[0] as AuditEvent, history[1] as AuditEvent]
    expect((await told(history, half)).state).toBe('broken')
    const stray = [history[0] as AuditEvent, stripped[1] as AuditEvent]
    expect((await told(history, stray)).faults).toContainEqual({ kind: 'gap', at: 2 })
  })
})
