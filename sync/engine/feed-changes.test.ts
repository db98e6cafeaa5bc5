import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { caseStatuses } from '#sync/model'
import type { DeliveryRecord } from '#sync/outbox'
import { accepted, applyChange, refusedRecord } from './feed-changes.ts'
import type { FeedChange } from './ports.ts'

const intakeId = '0199a000-0000-7000-8000-000000000001'
const record: DeliveryRecord = {
  intakeId,
  operatorId: 'wang',
  receiptNumber: 'R',
  delivery: 'waiting',
  provinceNumber: null,
  cases: [],
  tasks: [],
  payment: null,
  withdrawal: null,
  pickUps: [],
  review: null,
}
const oneCase = (caseId: string, status: (typeof caseStatuses)[number]) => ({
  caseId,
  caseNumber: `N-${caseId}`,
  matterId: 'm',
  department: 'd',
  status,
  result: null,
})

/** A history of one intake as a hub would write it: positions are unique. */
const history = fc
  .array(
    fc.record({
      kind: fc.constantFrom('case' as const, 'supplement' as const),
      caseId: fc.constantFrom('a', 'b'),
      status: fc.constantFrom(...caseStatuses),
    }),
    { maxLength: 8 },
  )
  .map((events) =>
    events.map((event, index): FeedChange => {
      const position = index + 1
      if (event.kind === 'case')
        return { kind: 'case', intakeId, position, case: oneCase(event.caseId, event.status) }
      const task = { taskId: `t${position}`, caseId: event.caseId, department: 'd', matterId: 'm', items: [] }
      return { kind: 'supplement', intakeId, position, task: { ...task, note: '', dueDate: null, at: 'x' } }
    }),
  )

const settled = (state: DeliveryRecord) => ({
  cases: [...state.cases].sort((x, y) => (x.caseId < y.caseId ? -1 : 1)),
  tasks: [...state.tasks]
    .sort((x, y) => x.position - y.position)
    .map(({ taskId, caseId, position }) => ({ taskId, caseId, position })),
})

describe('the feed', () => {
  it('gives the same cases and tasks in whatever order and however often its events come', () => {
    fc.assert(
      fc.property(
        history.chain((events) =>
          fc.tuple(
            fc.constant(events),
            fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length }),
          ),
        ),
        ([events, mixed]) => {
          const straight = events.reduce(applyChange, record)
          expect(settled(mixed.reduce(applyChange, record))).toEqual(settled(straight))
        },
      ),
    )
  })

  it('changes nothing, not even the object, when everything comes a second time', () => {
    fc.assert(
      fc.property(history, (events) => {
        const once = events.reduce(applyChange, record)
        expect(events.reduce(applyChange, once)).toBe(once)
      }),
    )
  })

  it('opens a task for a request for more and closes it when the case goes on', () => {
    const asked = applyChange(record, {
      kind: 'supplement',
      intakeId,
      position: 5,
      task: {
        taskId: 't',
        caseId: 'a',
        department: 'd',
        matterId: 'm',
        items: [],
        note: '',
        dueDate: null,
        at: 'x',
      },
    })
    expect(asked.tasks[0]).toMatchObject({ state: 'new', operatorId: 'wang', receiptNumber: 'R' })
    const late = applyChange(asked, { kind: 'case', intakeId, position: 4, case: oneCase('a', 'accepted') })
    expect(late.tasks[0]?.state).toBe('new')
    const on = applyChange(late, { kind: 'case', intakeId, position: 6, case: oneCase('a', 'processing') })
    expect(on.tasks[0]?.state).toBe('done')
  })

  it('does not mind that the acceptance comes by the feed before the answer', () => {
    const byFeed = applyChange(record, {
      kind: 'accepted',
      intakeId,
      position: 1,
      provinceNumber: 'HN-1',
      cases: [oneCase('a', 'pending')],
    })
    const later = applyChange(byFeed, {
      kind: 'case',
      intakeId,
      position: 2,
      case: oneCase('a', 'completed'),
    })
    const both = accepted(later, {
      provinceNumber: 'HN-1',
      cases: [{ ...oneCase('a', 'pending'), position: 0 }],
    })
    expect(both).toMatchObject({
      delivery: 'delivered',
      provinceNumber: 'HN-1',
      cases: [{ status: 'completed' }],
    })
  })

  it('keeps what a department said when a restored hub takes the intake in once more, and one case a matter', () => {
    const done = applyChange(record, { kind: 'case', intakeId, position: 8, case: oneCase('a', 'completed') })
    const again = (caseId: string): FeedChange => ({
      kind: 'accepted',
      intakeId,
      position: 1_000,
      provinceNumber: 'HN-1',
      cases: [oneCase(caseId, 'pending')],
    })
    expect(applyChange(done, again('a')).cases).toMatchObject([{ caseId: 'a', status: 'completed' }])
    expect(applyChange(done, again('b')).cases).toMatchObject([{ caseId: 'b', status: 'pending' }])
  })

  it('keeps a refused intake, with one task however often it is refused', () => {
    const twice = refusedRecord(refusedRecord(record, { detail: 'x', at: '1' }), { detail: 'y', at: '2' })
    expect(twice.tasks).toHaveLength(1)
    expect(twice).toMatchObject({ delivery: 'refused', tasks: [{ note: 'y', kind: 'refused' }] })
  })

  it('takes a payment once, and keeps what it said first', () => {
    const paidAs = (transactionId: string): FeedChange => ({
      kind: 'paid',
      intakeId: record.intakeId,
      position: 9,
      payment: { orderNumber: 'P1', amountFen: 8000, transactionId, paidAt: '2026-11-23T09:00:00Z' },
    })
    const once = applyChange(record, paidAs('A'))
    expect(once.payment?.transactionId).toBe('A')
    expect(applyChange(once, paidAs('B'))).toBe(once)
  })
})
