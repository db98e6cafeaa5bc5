import { describe, expect, it } from 'vitest'
import { DeviceCrashes } from './device-crashes.ts'

function crashes() {
  const clock = { ms: Date.parse('2026-03-01T08:00:00Z') }
  return {
    clock,
    record: new DeviceCrashes(
      () => clock.ms,
      () => 0,
    ),
  }
}

describe('after a crash of the device host', () => {
  it('it is started again soon, and in a loop of crashes ever later', () => {
    const { record } = crashes()
    const waits = [1, 2, 3, 4, 5, 6, 7, 8].map(() => record.ended('11', 50, []))
    expect(waits).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000])
    expect(record.ended('11', 60_000, [])).toBe(200)
  })

  it('waits are not all alike', () => {
    const record = new DeviceCrashes(Date.now, () => 1)
    expect(record.ended('11', 50, [])).toBe(160)
  })

  it('the device whose driver ran at three of them is set aside, and the loop is over', () => {
    const { record } = crashes()
    // All open at once at first; afterwards one by one.
    record.ended('11', 50, ['printer', 'reader', 'scanner'])
    record.ended('11', 50, ['reader'])
    expect(record.setAside).toEqual([])
    expect(record.ended('11', 50, ['printer', 'reader'])).toBe(200)
    expect(record.setAside).toEqual(['reader'])
  })

  it('of two that ran alike the one entered last is it', () => {
    const { record } = crashes()
    for (let time = 0; time < 3; time += 1) record.ended('11', 50, ['printer', 'reader'])
    expect(record.setAside).toEqual(['reader'])
  })

  it('crashes long ago do not count', () => {
    const { clock, record } = crashes()
    record.ended('11', 50, ['reader'])
    record.ended('11', 50, ['reader'])
    clock.ms += 700_000
    record.ended('11', 50, ['reader'])
    expect(record.setAside).toEqual([])
  })

  it('a device that is given another chance has three again', () => {
    const { clock, record } = crashes()
    for (let time = 0; time < 3; time += 1) record.ended('11', 50, ['reader'])
    clock.ms += 1
    expect(record.forgive('reader')).toBe(true)
    expect(record.setAside).toEqual([])
    record.ended('11', 50, ['reader'])
    record.ended('11', 50, ['reader'])
    expect(record.setAside).toEqual([])
    record.ended('11', 50, ['reader'])
    expect(record.setAside).toEqual(['reader'])
  })

  it('what is kept for support says when, how and with whom', () => {
    const { record } = crashes()
    record.ended('hung', 1234, ['reader', 'reader'])
    expect(record.endings).toEqual([
      { at: '2026-03-01T08:00:00.000Z', how: 'hung', livedMs: 1234, inside: ['reader'] },
    ])
  })
})
