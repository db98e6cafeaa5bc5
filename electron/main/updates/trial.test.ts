import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atStart, beginTrial, confirmed, startsOnTrial, type UpdateMemory } from './trial.ts'

const fresh: UpdateMemory = { trial: null, failed: [] }

/** Starts a version again and again; each start works or does not. */
function live(starts: readonly boolean[]): { memory: UpdateMemory; running: string; badStarts: number } {
  let memory = beginTrial(fresh, '0.2.0', '0.1.0')
  let running = '0.2.0'
  let badStarts = 0
  for (const works of starts) {
    const started = atStart(memory, running)
    memory = started.memory
    if (started.putBack !== null) running = started.putBack
    if (running === '0.1.0') continue
    if (works) memory = confirmed(memory, running)
    else badStarts += 1
  }
  return { memory, running, badStarts }
}

describe('a new version on trial', () => {
  it('is put back after so many starts that came to nothing, and is not offered here again', () => {
    const { memory, running, badStarts } = live(Array.from({ length: startsOnTrial + 1 }, () => false))
    expect(running).toBe('0.1.0')
    expect(badStarts).toBe(startsOnTrial)
    expect(memory).toEqual({ trial: null, failed: ['0.2.0'] })
  })

  it('stays once it has worked, however it ends later', () => {
    fc.assert(
      fc.property(
        fc.nat(startsOnTrial - 1),
        fc.array(fc.boolean(), { maxLength: 20 }),
        (failsBefore, later) => {
          const starts = [...Array.from({ length: failsBefore }, () => false), true, ...later]
          expect(live(starts)).toMatchObject({ running: '0.2.0', memory: { trial: null, failed: [] } })
        },
      ),
    )
  })

  it('never keeps a terminal from working for more than its starts', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 20 }), (starts) => {
        const works = starts.indexOf(true)
        const { badStarts } = live(works < 0 ? starts : starts.slice(0, works))
        expect(badStarts).toBeLessThanOrEqual(startsOnTrial)
      }),
    )
  })

  it('has no say once somebody has put in another version by hand', () => {
    const memory = beginTrial(fresh, '0.2.0', '0.1.0')
    expect(atStart(memory, '0.3.0')).toEqual({ memory: fresh, putBack: null })
    expect(confirmed(memory, '0.3.0')).toEqual(memory)
  })
})
