import type { IntakeFinds } from '#renderer/workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { useIntakeSearch } from './use-intake-search.ts'

const nobody: IntakeFinds = { found: [], more: false, complete: true }
const somebody = { ...nobody, found: [{}] } as unknown as IntakeFinds

describe('the search for an intake', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function begin(answers: Record<string, Promise<IntakeFinds | null> | Error>) {
    const revision = ref(0)
    const asked: string[] = []
    const search = effectScope().run(() =>
      useIntakeSearch(
        () => revision.value,
        (query) => {
          asked.push(query)
          const answer = answers[query] ?? Promise.resolve(nobody)
          return answer instanceof Error ? Promise.reject(answer) : answer
        },
      ),
    )
    if (search === undefined) throw new Error('no scope')
    const type = async (text: string): Promise<void> => {
      search.query.value = text
      await nextTick()
    }
    return { ...search, type, asked, revision }
  }

  it('asks when somebody has typed, not at each letter', async () => {
    const { type, asked, state } = begin({ 若溪: Promise.resolve(somebody) })
    await type('若')
    await type('若溪')
    expect(state.value).toBe('asking')
    await vi.advanceTimersByTimeAsync(200)
    expect(asked).toEqual(['若溪'])
    expect(state.value).toBe('found')
  })

  it('says that it is slow, that nothing was found, and that it was too little', async () => {
    let answer = (_: IntakeFinds | null): void => undefined
    const { type, state } = begin({
      慢慢: new Promise((resolve) => (answer = resolve)),
      欧: Promise.resolve(null),
    })
    await type('慢慢')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(state.value).toBe('slow')
    answer(nobody)
    await vi.advanceTimersByTimeAsync(0)
    expect(state.value).toBe('none')
    await type('欧')
    await vi.advanceTimersByTimeAsync(200)
    expect(state.value).toBe('short')
    await type('')
    expect(state.value).toBe('idle')
  })

  it('shows no answer to an older question, and asks again when an intake changes', async () => {
    let late = (_: IntakeFinds | null): void => undefined
    const { type, state, finds, asked, revision } = begin({
      若溪: new Promise((resolve) => (late = resolve)),
    })
    await type('若溪')
    await vi.advanceTimersByTimeAsync(200)
    await type('李明')
    await vi.advanceTimersByTimeAsync(200)
    late(somebody)
    await vi.advanceTimersByTimeAsync(0)
    expect([state.value, finds.value]).toEqual(['none', nobody])
    revision.value += 1
    await vi.advanceTimersByTimeAsync(0)
    expect(asked).toEqual(['若溪', '李明', '李明'])
  })

  it('tells a failure, and asks again when told to', async () => {
    const { type, state, problem, retry, asked } = begin({ 若溪: new Error('away') })
    await type('若溪')
    await vi.advanceTimersByTimeAsync(200)
    expect([state.value, problem.value]).toEqual(['problem', new Error('away')])
    retry()
    await vi.advanceTimersByTimeAsync(0)
    expect(asked).toHaveLength(2)
  })
})
