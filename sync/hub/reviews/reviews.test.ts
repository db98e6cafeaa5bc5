import { randomUUID } from 'node:crypto'
import { type BadReview, badReviewSchema, type ReviewList, reviewListSchema, sendReview } from '#sync/api'
import type { Review } from '#sync/model'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { onEachDatabase } from '../each-database.test-support.ts'
import { committedIntake } from '../oversight/past.test-support.ts'
import type { TestTerminal } from '../terminal.test-support.ts'
import type { TestHub } from '../test-hub.test-support.ts'

const review = (said: Partial<Review> = {}): Review => ({
  reviewId: randomUUID(),
  caseId: null,
  satisfaction: 'satisfied',
  reasons: [],
  channel: 'hall-pad',
  at: '2026-11-23T10:00:00+08:00',
  ...said,
})

onEachDatabase('reviews', (start) => {
  let hub: TestHub
  let terminal: TestTerminal
  beforeAll(async () => {
    hub = await start()
  }, 120_000)
  afterAll(() => hub.remove())
  beforeEach(async () => {
    terminal = await hub.terminal()
  })

  async function list(): Promise<ReviewList> {
    return reviewListSchema.parse((await hub.staff('GET', '/reviews?days=7')).json)
  }

  async function own(): Promise<ReviewList['byTerminal'][number]['counts'] | undefined> {
    return (await list()).byTerminal.find(({ terminalId }) => terminalId === terminal.terminalId)?.counts
  }

  async function badReview(): Promise<BadReview> {
    const { intakeId, receiptNumber } = await committedIntake(hub, terminal)
    const said = review({ satisfaction: 'very-dissatisfied', reasons: ['115'] })
    expect((await sendReview(terminal.client, intakeId, said)).ok).toBe(true)
    const found = (await list()).bad.find((one) => one.receiptNumber === receiptNumber)
    if (found === undefined) throw new Error('the bad review is not listed')
    return found
  }

  function followUp(reviewId: string, body: object): ReturnType<TestHub['staff']> {
    return hub.staff('POST', `/reviews/${reviewId}/follow-ups`, { followUpId: randomUUID(), ...body })
  }

  it('are taken once a visit and once a case; the first one stands, and silence is on no level', async () => {
    const before = (await list()).visits
    const [{ intakeId, cases }] = [await committedIntake(hub, terminal), await committedIntake(hub, terminal)]
    const first = review()
    const answer = await sendReview(terminal.client, intakeId, first)
    expect(answer).toEqual({
      ok: true,
      value: { reviewId: first.reviewId, caseId: null, satisfaction: 'satisfied' },
    })
    expect(await sendReview(terminal.client, intakeId, first)).toEqual(answer)
    expect(await sendReview(terminal.client, intakeId, review({ satisfaction: 'dissatisfied' }))).toEqual(
      answer,
    )
    const ofCase = review({ caseId: cases[0]?.caseId ?? null, satisfaction: 'fairly-satisfied' })
    expect((await sendReview(terminal.client, intakeId, ofCase)).ok).toBe(true)
    expect(await own()).toEqual({
      'very-satisfied': 0,
      satisfied: 1,
      'fairly-satisfied': 1,
      dissatisfied: 0,
      'very-dissatisfied': 0,
    })
    const { visits } = await list()
    expect([visits.all - before.all, visits.reviewed - before.reviewed]).toEqual([2, 1])
  })

  it('are not taken for another terminal’s visit, another visit’s case, or on another level’s reasons', async () => {
    const { intakeId } = await committedIntake(hub, terminal)
    const other = await committedIntake(hub, terminal)
    const stranger = await hub.terminal()
    expect(await sendReview(stranger.client, intakeId, review())).toMatchObject({
      failure: { code: 'hub.intake-unknown' },
    })
    const astray = review({ caseId: other.cases[0]?.caseId ?? null })
    expect(await sendReview(terminal.client, intakeId, astray)).toMatchObject({
      failure: { code: 'hub.not-found', class: 'refuse' },
    })
    expect(await sendReview(terminal.client, intakeId, review({ reasons: ['115'] }))).toMatchObject({
      failure: { code: 'hub.malformed-request' },
    })
    expect(await own()).toBeUndefined()
  })

  it('that are bad are a task, with why, until somebody has dealt with them', async () => {
    const task = await badReview()
    expect(task).toMatchObject({
      state: 'open',
      reasons: [{ code: '115', text: '服务态度差效率低' }],
      followUps: [],
    })
    const open = (await list()).openBad
    const entry = { followUpId: randomUUID(), state: 'checking', note: '已电话回访' }
    expect((await followUp(task.reviewId, entry)).status).toBe(200)
    expect((await followUp(task.reviewId, entry)).status).toBe(200)
    const ended = await followUp(task.reviewId, { state: 'rectified', note: '已培训窗口人员' })
    expect(badReviewSchema.parse(ended.json)).toMatchObject({
      state: 'rectified',
      followUps: [
        { state: 'checking', note: '已电话回访', by: 'staff' },
        { state: 'rectified', note: '已培训窗口人员' },
      ],
    })
    expect((await list()).openBad).toBe(open - 1)
    expect((await followUp(task.reviewId, { state: 'checking' })).status).toBe(409)
  })

  it('that are good are no task, and nobody opens, closes or erases one in silence', async () => {
    const { intakeId } = await committedIntake(hub, terminal)
    const good = review({ satisfaction: 'very-satisfied' })
    await sendReview(terminal.client, intakeId, good)
    expect((await followUp(good.reviewId, { state: 'unfounded' })).status).toBe(409)
    expect((await followUp(randomUUID(), { state: 'checking' })).status).toBe(404)
    expect((await followUp(good.reviewId, { state: 'open' })).status).toBe(400)
    await expect(hub.database.rows(`UPDATE reviews SET satisfaction = 'satisfied'`)).rejects.toThrow('stays')
    expect((await fetch(`${hub.url}/reviews`)).status).toBe(401)
  })
})
