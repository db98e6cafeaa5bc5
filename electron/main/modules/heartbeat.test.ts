import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Heartbeat } from './heartbeat.ts'

describe('a process that is asked whether its loop turns', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is left in peace while it answers', () => {
    const onHung = vi.fn()
    const heart: Heartbeat = new Heartbeat((beat) => heart.heard(beat), onHung)
    vi.advanceTimersByTime(120_000)
    expect(onHung).not.toHaveBeenCalled()
    heart.stop()
  })

  it('is given up once, five seconds after its last answer', () => {
    const onHung = vi.fn()
    let answers = true
    const heart: Heartbeat = new Heartbeat((beat) => (answers ? heart.heard(beat) : undefined), onHung)
    vi.advanceTimersByTime(10_000)
    answers = false
    vi.advanceTimersByTime(4000)
    expect(onHung).not.toHaveBeenCalled()
    vi.advanceTimersByTime(60_000)
    expect(onHung).toHaveBeenCalledTimes(1)
  })

  it('is given up as soon after it said that it has loaded', () => {
    const onHung = vi.fn()
    const heart = new Heartbeat(() => undefined, onHung)
    heart.heard(0)
    vi.advanceTimersByTime(5000)
    expect(onHung).toHaveBeenCalledTimes(1)
  })

  it('may take half a minute to load', () => {
    const onHung = vi.fn()
    const heart = new Heartbeat(() => undefined, onHung)
    vi.advanceTimersByTime(30_000)
    expect(onHung).not.toHaveBeenCalled()
    vi.advanceTimersByTime(2000)
    expect(onHung).toHaveBeenCalledTimes(1)
    heart.stop()
  })
})
