import { pickUpEvidenceSchema } from '#sync/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillDraft, Machine, matters, motherName, until } from './desk.test-support.ts'
import type { LocalDesk } from './desk.ts'
import { HubProcess, hubSendOver, Relay } from './hub-line.test-support.ts'
import type { IntakeDetail, PickUpInput } from './intake-desk.ts'

let hub: HubProcess
beforeAll(async () => {
  hub = await HubProcess.start()
}, 60_000)
afterAll(() => hub.remove())

const paper = { name: '出生医学证明', number: 'Y430000001', issuedBy: '示范妇幼保健院', medium: 'paper' }
const licence = { name: '电子证照', issuedBy: '示范派出所', medium: 'electronic' }

/** An intake of which the first department has given out a paper and an e-licence. */
async function withResult(terminalId: string) {
  const relay = await Relay.to(hub)
  const machine = await Machine.make(await hub.encryptionKey(), terminalId)
  machine.shell.hubSend = hubSendOver(machine.shell, () => relay.url)
  const desk = await machine.start()
  const intakeId = await fillDraft(desk)
  await desk.submit(intakeId, { matters })
  await until(async () => (await read(desk, intakeId)).cases.length > 0, 'the cases are here')
  const { caseId } = (await read(desk, intakeId)).cases[0] ?? expect.fail('no case')
  const result = { outcome: 'granted', documents: [paper, licence] }
  await hub.asStaff('POST', `/cases/${caseId}/progress`, { status: 'accepted' })
  await hub.asStaff('POST', `/cases/${caseId}/progress`, { status: 'completed', result })
  await until(async () => (await read(desk, intakeId)).inHall.length === 1, 'the result is here')
  return { relay, machine, desk, intakeId }
}

async function read(desk: LocalDesk, intakeId: string): Promise<IntakeDetail> {
  return (await desk.getIntake(intakeId)) ?? expect.fail('the intake is gone')
}

const input = (documentIds: readonly string[]): PickUpInput => ({
  documentIds,
  collector: { kind: 'applicant', name: motherName, numberTail: '4427', check: 'last-four' },
  statement: '本人已当面点清并领取以上文书。',
  picture: new Uint8Array([137, 80, 78, 71]),
})

describe('collecting results', { timeout: 60_000 }, () => {
  it('is kept while the line is cut, survives the end of the program, and is told once', async () => {
    const { relay, machine, desk, intakeId } = await withResult('T31')
    const { inHall } = await read(desk, intakeId)
    relay.cut = true
    relay.breakLines()
    const registered = await desk.pickUp(intakeId, input(inHall))
    expect(registered).toMatchObject({ inHall: [], pickUps: [{ state: 'waiting' }] })
    machine.kill()
    const next = await machine.start()
    expect((await read(next, intakeId)).pickUps).toEqual(registered.pickUps)
    relay.swallowAnswerTo = /^POST \/intakes\/\S+\/pick-ups/
    relay.cut = false
    await until(async () => (await read(next, intakeId)).pickUps[0]?.state === 'done', 'the hub was told')
    expect(relay.swallowed).toBe(1)
    await until(async () => {
      const { cases } = await read(next, intakeId)
      return cases[0]?.result?.documents[0]?.handOver?.way === 'collected'
    }, 'the feed tells that it was collected')
    expect((await read(next, intakeId)).cases[0]?.result?.documents[1]?.handOver).toBeNull()
  })

  it('a paper is handed over once, and an e-licence never', async () => {
    const { desk, intakeId } = await withResult('T32')
    const { inHall, cases } = await read(desk, intakeId)
    await desk.pickUp(intakeId, input(inHall))
    await expect(desk.pickUp(intakeId, input(inHall))).rejects.toMatchObject({ code: 'pick-up-stale' })
    const electronic = cases[0]?.result?.documents[1]?.documentId ?? ''
    await expect(desk.pickUp(intakeId, input([electronic]))).rejects.toMatchObject({ code: 'pick-up-stale' })
    await expect(desk.pickUp(intakeId, input([]))).rejects.toMatchObject({ code: 'pick-up-stale' })
    expect((await read(desk, intakeId)).pickUps).toHaveLength(1)
  })

  it('goes over the line without a name in clear, and to the hub alone', async () => {
    const { machine, desk, intakeId } = await withResult('T33')
    const send = machine.shell.hubSend
    const sent: string[] = []
    machine.shell.hubSend = (request) => {
      if (request.path.endsWith('/pick-ups')) sent.push(new TextDecoder().decode(request.body ?? undefined))
      return send(request)
    }
    await desk.pickUp(intakeId, input((await read(desk, intakeId)).inHall))
    await until(() => sent.length > 0, 'it was sent')
    for (const text of [motherName, '4427', '点清']) expect(sent[0]).not.toContain(text)
  })

  it('the evidence has room for a large signature and none for a whole number', () => {
    const evidence = {
      collector: { kind: 'agent', name: '李代领', numberTail: '430102198805061238', check: 'card' },
      statement: '已领取',
      signedDigest: '0'.repeat(64),
      picture: 'A'.repeat(300_000),
      signedAt: '2026-11-26T06:00:00Z',
    }
    expect(pickUpEvidenceSchema.safeParse(evidence).success).toBe(false)
    const right = { ...evidence, collector: { ...evidence.collector, numberTail: '1238' } }
    expect(pickUpEvidenceSchema.safeParse(right).success).toBe(true)
  })
})
