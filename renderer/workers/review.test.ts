import { reviewListSchema } from '#sync/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillDraft, Machine, matters, until } from './desk.test-support.ts'
import { HubProcess, hubSendOver, Relay } from './hub-line.test-support.ts'

let hub: HubProcess
beforeAll(async () => {
  hub = await HubProcess.start()
}, 60_000)
afterAll(() => hub.remove())

describe('a review', { timeout: 60_000 }, () => {
  it('is kept while the line is cut, survives the end of the program, and reaches the hub as it was first given', async () => {
    const relay = await Relay.to(hub)
    const machine = await Machine.make(await hub.encryptionKey(), 'T41')
    machine.shell.hubSend = hubSendOver(machine.shell, () => relay.url)
    const desk = await machine.start()
    const intakeId = await fillDraft(desk)
    await desk.submit(intakeId, { matters })
    await until(async () => (await desk.getIntake(intakeId))?.delivery === 'delivered', 'it is delivered')
    expect((await desk.getIntake(intakeId))?.review).toBeNull()
    relay.cut = true
    relay.breakLines()
    const answer = { outcome: 'rated', satisfaction: 'dissatisfied', reasons: ['207'] } as const
    const { review } = await desk.review(intakeId, { channel: 'hall-terminal', answer })
    expect(review).toMatchObject({ state: 'waiting', review: { satisfaction: 'dissatisfied' } })
    await desk.review(intakeId, { channel: 'hall-pad', answer: { outcome: 'declined' } })
    machine.kill()
    const next = await machine.start()
    expect((await next.getIntake(intakeId))?.review).toEqual(review)
    relay.cut = false
    await until(async () => {
      const now = (await next.getIntake(intakeId))?.review
      return now?.outcome === 'rated' && now.state === 'done'
    }, 'the hub was told')
    const { bad } = reviewListSchema.parse(await hub.asStaff('GET', '/reviews'))
    expect(bad).toMatchObject([{ satisfaction: 'dissatisfied', reasons: [{ code: '207' }] }])
  })

  it('is declined for good by who says so, and is not kept of an intake that somebody else took in', async () => {
    const machine = await Machine.make()
    const desk = await machine.start()
    const intakeId = await fillDraft(desk)
    await desk.submit(intakeId, { matters })
    const declined = { channel: 'hall-terminal', answer: { outcome: 'declined' } } as const
    expect((await desk.review(intakeId, declined)).review).toEqual({ outcome: 'declined' })
    await expect(desk.review(crypto.randomUUID(), declined)).rejects.toMatchObject({
      code: 'intake-not-found',
    })
  })
})
