import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CaseStatus } from './case-status.ts'
import { type CaseStep, type TimeLimit, timeLimitsOf, worstCard, yellowFrom } from './time-limit.ts'
import { addWorkingDays, workingDaysBetween } from './working-days.ts'

const step = (day: string, status: CaseStatus): CaseStep => ({ day, status })
const shift = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

function completion(steps: readonly CaseStep[], promised: number, today: string): TimeLimit {
  const found = timeLimitsOf(steps, promised, today).find(({ kind }) => kind === 'completion')
  if (found === undefined) throw new Error('there is no limit of completion')
  return found
}

function acceptance(steps: readonly CaseStep[], today: string): TimeLimit | undefined {
  return timeLimitsOf(steps, 10, today).find(({ kind }) => kind === 'acceptance')
}

describe('the time limit of a case', () => {
  // Monday 2 November 2026: three weeks without a holiday follow.
  const accepted = [step('2026-11-02', 'pending'), step('2026-11-02', 'accepted')]

  it('starts at acceptance, and that day does not count', () => {
    expect(completion(accepted, 5, '2026-11-02')).toMatchObject({
      startedOn: '2026-11-02',
      usedDays: 0,
      remainingDays: 5,
      dueOn: '2026-11-09',
      state: 'running',
      card: null,
      certain: true,
    })
  })

  it('is yellow in its last fifth, still so on the last day and over the weekend after it, then red', () => {
    const cards = ['05', '06', '07', '09', '10', '11'].map(
      (day) => completion(accepted, 5, `2026-11-${day}`).card,
    )
    expect(cards).toEqual([null, 'yellow', 'yellow', 'yellow', 'red', 'red'])
    expect(completion(accepted, 5, '2026-11-09').remainingDays).toBe(0)
    expect(completion(accepted, 5, '2026-11-11')).toMatchObject({ remainingDays: -2, dueOn: '2026-11-09' })
    expect(completion(accepted, 20, '2026-11-23').card).toBeNull()
    expect(completion(accepted, 20, '2026-11-24').card).toBe('yellow')
  })

  it('goes by the published holidays', () => {
    const before = [step('2026-09-30', 'pending'), step('2026-09-30', 'accepted')]
    expect(completion(before, 3, '2026-10-07')).toMatchObject({ usedDays: 0, dueOn: '2026-10-10' })
  })

  it('of an instant matter is its day: no yellow card, and red on the next working day', () => {
    expect(completion(accepted, 0, '2026-11-02')).toMatchObject({ card: null, dueOn: '2026-11-02' })
    expect(completion(accepted, 0, '2026-11-03').card).toBe('red')
  })

  it('stands still while a correction is awaited, and goes on from where it was', () => {
    const steps = [...accepted, step('2026-11-04', 'supplementing'), step('2026-11-18', 'accepted')]
    expect(completion(steps, 5, '2026-11-17')).toMatchObject({
      usedDays: 2,
      remainingDays: 3,
      dueOn: null,
      state: 'paused',
      card: null,
    })
    expect(completion(steps, 5, '2026-11-18')).toMatchObject({ remainingDays: 3, dueOn: '2026-11-23' })
    expect(completion(steps, 5, '2026-11-24').card).toBe('red')
  })

  it('stands still in a special procedure', () => {
    const steps = [...accepted, step('2026-11-02', 'processing'), step('2026-11-03', 'suspended')]
    expect(completion(steps, 5, '2026-12-31')).toMatchObject({ usedDays: 1, state: 'paused', card: null })
  })

  it('that is overdue is not healed by a question on the same day', () => {
    const steps = [...accepted, step('2026-11-10', 'supplementing')]
    expect(completion(steps, 5, '2026-11-10').card).toBe('red')
  })

  it('stays as it was when the case is over', () => {
    const inTime = [...accepted, step('2026-11-09', 'completed')]
    const late = [...accepted, step('2026-11-10', 'completed')]
    expect(completion(inTime, 5, '2026-12-20')).toMatchObject({ state: 'ended', remainingDays: 0 })
    expect(completion(late, 5, '2026-12-20')).toMatchObject({
      state: 'ended',
      remainingDays: -1,
      card: 'red',
    })
  })

  it('of acceptance is five days: yellow on the third, red after the fifth', () => {
    const came = [step('2026-11-02', 'pending')]
    const days = ['02', '04', '05', '09', '10'].map((day) => acceptance(came, `2026-11-${day}`)?.card)
    expect(days).toEqual([null, null, 'yellow', 'yellow', 'red'])
  })

  it('runs from the day of receipt when five days have gone by without a word', () => {
    const silent = [step('2026-11-02', 'pending')]
    expect(timeLimitsOf(silent, 10, '2026-11-09')).toHaveLength(1)
    expect(completion(silent, 10, '2026-11-10')).toMatchObject({ startedOn: '2026-11-02', usedDays: 6 })
    const late = [...silent, step('2026-11-12', 'accepted')]
    expect(completion(late, 10, '2026-11-12')).toMatchObject({ startedOn: '2026-11-02', usedDays: 8 })
    expect(acceptance(late, '2026-11-30')).toMatchObject({ card: 'red', state: 'ended', usedDays: 8 })
    const asked = [...silent, step('2026-11-12', 'supplementing'), step('2026-11-20', 'pending')]
    expect(completion(asked, 10, '2026-11-23')).toMatchObject({ usedDays: 9, state: 'running' })
  })

  it('of acceptance begins anew when the correction is there', () => {
    const steps = [
      step('2026-11-02', 'pending'),
      step('2026-11-04', 'supplementing'),
      step('2026-11-20', 'pending'),
    ]
    expect(acceptance(steps, '2026-11-10')).toMatchObject({ state: 'ended', card: null })
    expect(acceptance(steps, '2026-11-23')).toMatchObject({ startedOn: '2026-11-20', usedDays: 1 })
    expect(timeLimitsOf(steps, 10, '2026-11-23')).toHaveLength(1)
  })

  it('is none while an earlier matter is still awaited, or nobody knows the promise', () => {
    expect(timeLimitsOf([step('2026-11-02', 'waiting')], 5, '2026-12-02')).toEqual([])
    expect(timeLimitsOf(accepted, null, '2026-12-02').map(({ kind }) => kind)).toEqual(['acceptance'])
  })

  it('says when it passes into a year that is not published yet', () => {
    const steps = [step('2026-12-30', 'pending'), step('2026-12-30', 'accepted')]
    expect(completion(steps, 5, '2026-12-30').certain).toBe(false)
  })
})

/** Steps as a department may make them, a few days apart, from the day of acceptance on. */
const working = fc
  .array(
    fc.tuple(fc.integer({ min: 0, max: 12 }), fc.constantFrom('processing', 'suspended', 'supplementing')),
    {
      maxLength: 6,
    },
  )
  .map((moves) => {
    let day = '2026-03-02'
    const steps = [step(day, 'pending'), step(day, 'accepted')]
    for (const [days, status] of moves) {
      day = shift(day, days)
      steps.push(step(day, status as CaseStatus))
    }
    return steps
  })
const promise = fc.integer({ min: 0, max: 40 })
const someDay = fc.integer({ min: 0, max: 150 }).map((days) => shift('2026-03-02', days))
const rank = (card: TimeLimit['card']): number => (card === 'red' ? 2 : card === 'yellow' ? 1 : 0)

describe('whatever a department does', () => {
  it('remaining days only fall, and a card only gets worse', () => {
    fc.assert(
      fc.property(working, promise, someDay, someDay, (steps, promised, one, two) => {
        const [early, late] = one < two ? [one, two] : [two, one]
        const [before, after] = [completion(steps, promised, early), completion(steps, promised, late)]
        expect(after.remainingDays).toBeLessThanOrEqual(before.remainingDays)
        expect(rank(after.card)).toBeGreaterThanOrEqual(rank(before.card))
      }),
    )
  })

  it('what it does later on changes nothing of a day before, nor of that very day', () => {
    fc.assert(
      fc.property(
        working,
        promise,
        fc.constantFrom('suspended', 'completed', 'supplementing'),
        (steps, promised, next) => {
          const today = shift(steps.at(-1)?.day ?? '', 3)
          const then = completion([...steps, step(today, next as CaseStatus)], promised, today)
          const now = completion(steps, promised, today)
          expect([then.usedDays, then.card]).toEqual([now.usedDays, now.card])
        },
      ),
    )
  })

  it('a pause never shortens the limit, and lengthens it by no more than its own working days', () => {
    fc.assert(
      fc.property(promise, fc.nat(20), fc.nat(30), someDay, (promised, begins, lasts, today) => {
        const plain = [step('2026-03-02', 'accepted')]
        const from = shift('2026-03-02', begins)
        const to = shift(from, lasts)
        const paused = [...plain, step(from, 'supplementing'), step(to, 'accepted')]
        const gained =
          completion(paused, promised, today).remainingDays - completion(plain, promised, today).remainingDays
        expect(gained).toBeGreaterThanOrEqual(0)
        expect(gained).toBeLessThanOrEqual(workingDaysBetween(from, to).days)
      }),
    )
  })

  it('without a pause it is due on the promised working day, yellow until it ends and red from the next on', () => {
    fc.assert(
      fc.property(promise, someDay, (promised, start) => {
        const steps = [step(start, 'accepted')]
        const due = addWorkingDays(start, promised).date
        expect(completion(steps, promised, start).dueOn).toBe(promised === 0 ? start : due)
        const last = promised === 0 ? start : due
        expect(completion(steps, promised, last).card).toBe(promised === 0 ? null : 'yellow')
        expect(completion(steps, promised, addWorkingDays(last, 1).date).card).toBe('red')
      }),
    )
  })

  it('the due day that is told while it runs is the one that comes true', () => {
    fc.assert(
      fc.property(working, promise, (steps, promised) => {
        const today = steps.at(-1)?.day ?? ''
        const told = completion([...steps, step(today, 'processing')], promised, today)
        const then = completion([...steps, step(today, 'processing')], promised, shift(told.dueOn ?? '', 40))
        expect(then.dueOn).toBe(told.dueOn)
      }),
    )
  })

  it('there is always time between the yellow card and the red one, unless there was only the day itself', () => {
    for (let promised = 1; promised <= 60; promised++)
      expect(yellowFrom('completion', promised)).toBeGreaterThanOrEqual(1)
    expect(worstCard([{ card: 'yellow' }, { card: 'red' }, { card: null }])).toBe('red')
  })
})
