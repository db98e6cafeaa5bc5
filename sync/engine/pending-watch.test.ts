import { describe, expect, it, vi } from 'vitest'
import { PendingWatch } from './pending-watch.ts'

describe('what waits', () => {
  it('is as it was last read while the store cannot be read, and is known to be old until it can', async () => {
    const pending = vi.fn().mockResolvedValueOnce({ count: 2, oldestAt: 'then' })
    const tell = vi.fn()
    const watch = new PendingWatch({ pending }, tell)
    await watch.refresh()
    expect(watch).toMatchObject({ count: 2, stale: false })
    pending.mockRejectedValueOnce(new Error('the disk is full'))
    await watch.refresh()
    expect(watch).toMatchObject({ count: 2, oldestAt: 'then', stale: true })
    pending.mockResolvedValueOnce({ count: 0, oldestAt: null })
    await watch.refresh()
    expect(watch).toMatchObject({ count: 0, oldestAt: null, stale: false })
    expect(tell).toHaveBeenCalledTimes(3)
  })
})
