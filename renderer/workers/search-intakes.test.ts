import { describe, expect, it } from 'vitest'
import { FakeClock } from '../../sync/engine/fake-clock.test-support.ts'
import {
  clerkLi,
  fillDraft,
  Machine,
  matters,
  motherName,
  motherNumber,
  signIn,
} from './desk.test-support.ts'
import { keepIndexed } from './keep-indexed.ts'

const limit = 10

describe('a clerk’s search', () => {
  it('finds what was handed in, shows where, and covers the rest of a number', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const { intakeId } = await desk.submit(await fillDraft(desk), { matters })
    const byName = await desk.searchIntakes({ query: motherName.slice(0, 3), limit })
    expect(byName).toMatchObject({
      found: [{ intake: { intakeId }, hits: [{ kind: 'name', before: '', hit: '欧阳若', after: '溪' }] }],
      more: false,
      complete: true,
    })
    const tail = motherNumber.slice(-4)
    const byNumber = await desk.searchIntakes({ query: tail, limit })
    expect(byNumber?.found[0]?.hits).toEqual([
      { kind: 'idNumber', before: '*'.repeat(14), hit: tail, after: '' },
    ])
    const whole = await desk.searchIntakes({ query: motherNumber, limit })
    expect(JSON.stringify(whole?.found[0]?.hits)).not.toContain(motherNumber.slice(0, 12))
    expect(await desk.searchIntakes({ query: '欧', limit })).toBeNull()
  })

  it('finds no draft, and nothing of another operator', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const draftId = await fillDraft(desk)
    expect((await desk.searchIntakes({ query: motherName, limit }))?.found).toEqual([])
    const { receiptNumber } = await desk.submit(draftId, { matters })
    await signIn(desk, clerkLi)
    for (const query of [motherName, motherNumber, receiptNumber])
      expect((await desk.searchIntakes({ query, limit }))?.found, query).toEqual([])
    await desk.endSession()
    await expect(desk.searchIntakes({ query: motherName, limit })).rejects.toMatchObject({
      code: 'desk-no-session',
    })
  })

  it('has only its newest question answered', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    await desk.submit(await fillDraft(desk), { matters })
    const [old, young] = await Promise.all([
      desk.searchIntakes({ query: motherName, limit }),
      desk.searchIntakes({ query: motherNumber, limit }),
    ])
    expect(old).toBeNull()
    expect(young?.found).toHaveLength(1)
  })

  it('is not there at a kiosk', async () => {
    const machine = await Machine.make()
    machine.terminal = { ...machine.terminal, mode: 'kiosk' }
    const desk = await machine.start()
    await desk.submit(await fillDraft(desk), { matters })
    expect(await desk.searchIntakes({ query: motherName, limit })).toBeNull()
  })
})

describe('intakes of before there was an index', () => {
  it('get theirs by and by, with pauses, and nothing is done once all have it', async () => {
    const clock = new FakeClock()
    const asked: string[] = []
    const search = {
      isComplete: async () => asked.length > 0,
      indexNext: async (after: string) => {
        asked.push(after)
        return asked.length < 3 ? `row-${asked.length}` : null
      },
    }
    const stop = new AbortController()
    keepIndexed({ search, clock }, stop.signal)
    expect(asked).toEqual([])
    await clock.advance(10_000)
    expect(asked).toEqual(['', 'row-1', 'row-2'])
    await clock.advance(10_000_000)
    expect(asked).toHaveLength(3)
  })

  it('are tried again after a failure, and not any more after the end', async () => {
    const clock = new FakeClock()
    let failures = 0
    const search = {
      isComplete: async () => false,
      indexNext: async (): Promise<string | null> => {
        failures += 1
        throw new Error('the database is away')
      },
    }
    const stop = new AbortController()
    keepIndexed({ search, clock }, stop.signal)
    await clock.advance(10_000)
    expect(failures).toBe(1)
    await clock.advance(3_600_000)
    expect(failures).toBe(2)
    stop.abort()
    await clock.advance(7_200_000)
    expect(failures).toBe(2)
  })
})
