import { randomUUID } from 'node:crypto'
import type { FeedEvent, HubCase } from '#sync/api'
import { departmentCasesSchema } from '#sync/api'
import { type PickUp, type PickUpEvidence, pickUpEvidenceSchema } from '#sync/model'
import { openNote, sealNote } from '#sync/packet'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { onEachDatabase } from './each-database.test-support.ts'
import type { TestTerminal } from './terminal.test-support.ts'
import type { TestHub } from './test-hub.test-support.ts'

const paper = { name: '出生医学证明', number: 'Y430000001', issuedBy: '示范妇幼保健院', medium: 'paper' }
const licence = { name: '居民户口簿', issuedBy: '示范派出所', medium: 'electronic', licenceId: '1.2.156.1' }

onEachDatabase('what the departments decide', (start) => {
  let hub: TestHub
  let terminal: TestTerminal
  beforeAll(async () => {
    hub = await start()
  }, 60_000)
  afterAll(() => hub.remove())
  beforeEach(async () => {
    terminal = await hub.terminal()
  })

  async function committed(values: Record<string, { value: string; source: 'typed' }> = {}) {
    const packet = await terminal.packet(hub.keys.publicKey, {
      values: { 'mother.name': { value: '欧试样', source: 'typed' }, ...values },
    })
    await terminal.deliver(packet)
    const answer = await terminal.client.commit(packet.intakeId, 'key-1')
    if (!answer.ok) throw new Error(answer.failure.code)
    return { intakeId: packet.intakeId, cases: answer.value.cases }
  }

  async function report(caseId: string, body: object): Promise<number> {
    return (await hub.staff('POST', `/cases/${caseId}/progress`, body)).status
  }

  async function complete(one: HubCase | undefined, result: object): Promise<void> {
    expect(await report(one?.caseId ?? '', { status: 'accepted' })).toBe(200)
    expect(await report(one?.caseId ?? '', { status: 'completed', result })).toBe(200)
  }

  async function events(): Promise<FeedEvent[]> {
    const feed = await terminal.client.feed(null)
    if (!feed.ok) throw new Error(feed.failure.code)
    return feed.value.events
  }

  async function newest(caseId: string): Promise<HubCase> {
    const told = (await events()).flatMap((event) => ('case' in event ? [event.case] : []))
    const found = told.filter((one) => one.caseId === caseId).at(-1)
    if (found === undefined) throw new Error('the feed says nothing of this case')
    return found
  }

  async function pickUp(documentIds: string[]): Promise<PickUp> {
    const pickUpId = randomUUID()
    const at = new Date().toISOString()
    const evidence: PickUpEvidence = {
      collector: { kind: 'applicant', name: '欧试样', numberTail: '4427', check: 'last-four' },
      statement: '已领取',
      signedDigest: '0'.repeat(64),
      picture: 'iVBORw0KGgo',
      signedAt: at,
    }
    const sealed = await sealNote(pickUpId, evidence, hub.keys.publicKey)
    return { pickUpId, documentIds, operatorId: '1001', at, evidence: sealed }
  }

  it('comes back by the feed with every document by name, number and form', async () => {
    const { cases } = await committed()
    await complete(cases[0], { outcome: 'granted', documents: [paper, licence] })
    const { status, result } = await newest(cases[0]?.caseId ?? '')
    expect(status).toBe('completed')
    expect(result).toMatchObject({
      outcome: 'granted',
      documents: [
        { ...paper, validFrom: null, validUntil: null, handOver: null },
        { ...licence, number: null },
      ],
    })
  })

  it('a refusal says why, gives nothing out, and those that waited for its result go on waiting', async () => {
    const { cases } = await committed()
    const first = cases[0]?.caseId ?? ''
    await report(first, { status: 'accepted' })
    expect(await report(first, { status: 'completed', result: { outcome: 'refused' } })).toBe(400)
    const gift = { outcome: 'refused', reason: '不符合条件', documents: [paper] }
    expect(await report(first, { status: 'completed', result: gift })).toBe(400)
    expect(await report(first, { status: 'completed', result: { ...gift, documents: [] } })).toBe(200)
    expect((await newest(first)).result).toMatchObject({ outcome: 'refused', reason: '不符合条件' })
    const released = (await events()).filter((event) => 'case' in event && event.case.status === 'pending')
    expect(released).toEqual([])
  })

  it('what is not accepted keeps the department’s reason', async () => {
    const { cases } = await committed()
    await report(cases[0]?.caseId ?? '', { status: 'rejected', opinion: '不属于本部门职权' })
    expect((await newest(cases[0]?.caseId ?? '')).result).toMatchObject({
      outcome: 'not-accepted',
      reason: '不属于本部门职权',
    })
  })

  it('a pick-up is noted once, told by the feed, and its evidence lies there sealed', async () => {
    const { intakeId, cases } = await committed()
    await complete(cases[0], { outcome: 'granted', documents: [paper] })
    const documentId = (await newest(cases[0]?.caseId ?? '')).result?.documents[0]?.documentId ?? ''
    const said = await pickUp([documentId])
    const [first, repeat] = [
      await terminal.client.recordPickUp(intakeId, said),
      await terminal.client.recordPickUp(intakeId, said),
    ]
    expect(first.ok && repeat.ok && repeat.value).toEqual(first.ok && first.value)
    const noted = (await events()).filter(
      (event) => 'case' in event && event.case.result?.documents[0]?.handOver?.way === 'collected',
    )
    expect(noted).toHaveLength(1)
    const rows = await hub.database.rows<{ evidence: string }>(
      'SELECT evidence FROM pick_ups WHERE intake_id = $1',
      [intakeId],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]?.evidence).not.toContain('欧试样')
    const opened = await openNote(said.pickUpId, rows[0]?.evidence ?? '', hub.keys.privateKey)
    expect(pickUpEvidenceSchema.parse(opened).collector.name).toBe('欧试样')
    await expect(openNote(randomUUID(), rows[0]?.evidence ?? '', hub.keys.privateKey)).rejects.toMatchObject({
      code: 'packet.cannot-decrypt',
    })
  })

  it('what was posted is not collected: the pick-up is kept as evidence, the paper stays posted', async () => {
    const { intakeId, cases } = await committed({
      'service.deliveryMethod': { value: 'post', source: 'typed' },
      'service.deliveryAddress': { value: '样例路2号', source: 'typed' },
    })
    await complete(cases[0], { outcome: 'granted', documents: [paper] })
    expect((await terminal.client.orderParcel(intakeId)).ok).toBe(true)
    const posted = (await newest(cases[0]?.caseId ?? '')).result?.documents[0]
    expect(posted?.handOver?.way).toBe('posted')
    const answer = await terminal.client.recordPickUp(intakeId, await pickUp([posted?.documentId ?? '']))
    expect(answer.ok && answer.value.cases[0]?.result?.documents[0]?.handOver?.way).toBe('posted')
  })

  it('what was collected is not posted', async () => {
    const { intakeId, cases } = await committed({
      'service.deliveryMethod': { value: 'post', source: 'typed' },
      'service.deliveryAddress': { value: '样例路2号', source: 'typed' },
    })
    await complete(cases[0], { outcome: 'granted', documents: [paper, licence] })
    const documentId = (await newest(cases[0]?.caseId ?? '')).result?.documents[0]?.documentId ?? ''
    await terminal.client.recordPickUp(intakeId, await pickUp([documentId]))
    expect(await terminal.client.orderParcel(intakeId)).toMatchObject({
      ok: false,
      failure: { code: 'hub.parcel-not-ready' },
    })
  })

  it('another terminal cannot note a pick-up of it', async () => {
    const { intakeId } = await committed()
    const stranger = await hub.terminal()
    expect(await stranger.client.recordPickUp(intakeId, await pickUp([randomUUID()]))).toMatchObject({
      failure: { code: 'hub.intake-unknown' },
    })
  })

  it('a department sees how far each material may be relied on', async () => {
    await committed()
    const { json } = await hub.staff('GET', '/departments/health/cases')
    const grades = departmentCasesSchema
      .parse(json)
      .cases.flatMap(({ materials }) => materials.map(({ grade }) => grade))
    expect(grades).toContain('B')
  })
})
