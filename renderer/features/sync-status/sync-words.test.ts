import { describe, expect, it } from 'vitest'
import { ageOf, markOf, waitsTooLong } from './sync-words.ts'

const now = Date.parse('2026-11-23T10:00:00Z')
const state = {
  link: 'online',
  reason: null,
  pendingIntakes: 0,
  oldestPendingAt: null,
  sending: null,
  lastContactAt: null,
  scansWaitUntil: null,
  openTasks: 0,
} as const

describe('the age of the oldest undelivered intake', () => {
  it.each([
    ['2026-11-23T09:59:30Z', { unit: 'now' }],
    ['2026-11-23T09:58:30Z', { unit: 'minutes', n: 1 }],
    ['2026-11-23T09:00:00Z', { unit: 'hours', n: 1 }],
    ['2026-11-21T11:00:00Z', { unit: 'hours', n: 47 }],
    ['2026-11-16T10:00:00Z', { unit: 'days', n: 7 }],
  ])('%s', (at, age) => {
    expect(ageOf(at, now)).toEqual(age)
  })

  it('is never negative when the clock was set back', () => {
    expect(ageOf('2026-11-23T12:00:00Z', now)).toEqual({ unit: 'now' })
  })
})

it.each([
  ['2026-11-20T10:00:01Z', false],
  ['2026-11-20T10:00:00Z', true],
  ['2026-11-25T10:00:00Z', false],
])('what was taken in at %s has waited too long: %s', (at, late) => {
  expect(waitsTooLong(at, now)).toBe(late)
})

describe('the mark in the bar', () => {
  it('is good only with a line and nothing left to deliver', () => {
    expect(markOf(state)).toBe('good')
    expect(markOf({ ...state, pendingIntakes: 1 })).toBe('waiting')
    expect(markOf({ ...state, link: 'offline', pendingIntakes: 1 })).toBe('off')
    expect(markOf({ ...state, link: 'parked' })).toBe('problem')
    expect(markOf(null)).toBe('waiting')
  })
})
