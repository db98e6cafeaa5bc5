import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Pace } from './pace.ts'

const kilobyte = 1_024
const never = new AbortController().signal

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** When each of so many bytes may go, in milliseconds from now. */
async function times(pace: Pace, sizes: readonly number[], within: number): Promise<number[]> {
  const begun = performance.now()
  const done = sizes.map((size) => pace.pass(size, never).then(() => Math.round(performance.now() - begun)))
  await vi.advanceTimersByTimeAsync(within)
  return Promise.all(done)
}

it('lets all who ask go one after another, at the rate', async () => {
  expect(await times(new Pace(10), [20 * kilobyte, 10 * kilobyte, 5 * kilobyte], 5_000)).toEqual([
    0, 2_000, 3_000,
  ])
})

it('does not make up for time in which nobody asked', async () => {
  const pace = new Pace(10)
  await times(pace, [10 * kilobyte], 60_000)
  expect(await times(pace, [10 * kilobyte, 10 * kilobyte], 5_000)).toEqual([0, 1_000])
})

it('lets go whoever is called off', async () => {
  const pace = new Pace(10)
  const controller = new AbortController()
  await times(pace, [100 * kilobyte], 0)
  const waiting = pace.pass(1, controller.signal)
  controller.abort(new Error('called off'))
  await expect(waiting).rejects.toThrow('called off')
})
