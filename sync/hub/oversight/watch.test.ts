import { describe, expect, it } from 'vitest'
import { startWatch } from './watch.ts'

describe('what a hub does again and again', () => {
  it('goes on after a failure, never twice at once, and is finished when it has stopped', async () => {
    let rounds = 0
    let underWay = 0
    let most = 0
    const watch = startWatch(async () => {
      rounds += 1
      underWay += 1
      most = Math.max(most, underWay)
      await new Promise((resolve) => setImmediate(resolve))
      underWay -= 1
      if (rounds === 1) throw new Error('the database is away, says the test')
    }, 1)
    await expect.poll(() => rounds).toBeGreaterThan(3)
    await watch.stop()
    expect({ most, underWay }).toEqual({ most: 1, underWay: 0 })
    const then = rounds
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(rounds).toBe(then)
  })
})
