import { describe, expect, it } from 'vitest'
import { mostUrgent, readReason } from './reasons.ts'

describe('a printer’s reason', () => {
  it.each([
    ['media-empty', 'error', 'paper-out'],
    ['media-empty-error', 'error', 'paper-out'],
    ['media-low-warning', 'warning', 'paper-near-end'],
    ['toner-low-report', 'report', 'toner-low'],
    ['door-open', 'error', 'cover-open'],
    // Ends in -error by itself: the ending is no severity.
    ['media-path-input-feed-error', 'error', 'paper-jam'],
    ['media-path-input-feed-error-warning', 'warning', 'paper-jam'],
    ['stopping', 'error', null],
    ['com.example-bored-report', 'report', null],
    ['constructor', 'error', null],
  ] as const)('%s is %s, %s', (keyword, severity, attention) => {
    expect(readReason(keyword)).toMatchObject({ severity, attention })
  })

  it('that stops it is told before one that will', () => {
    expect(mostUrgent(['toner-low-warning', 'media-empty'].map(readReason))).toBe('paper-out')
    expect(mostUrgent(['media-low-warning', 'toner-empty-error'].map(readReason))).toBe('toner-empty')
    expect(mostUrgent([readReason('stopped-partly')])).toBeNull()
  })
})
