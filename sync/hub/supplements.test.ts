import { randomUUID } from 'node:crypto'
import type { DepartmentCase, HubCase } from '#sync/api'
import type { Supplement } from '#sync/model'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { onEachDatabase } from './each-database.test-support.ts'
import type { TestPacket, TestTerminal } from './terminal.test-support.ts'
import type { TestHub } from './test-hub.test-support.ts'

const matterId = 'birth-certificate'

onEachDatabase('a supplement', (start) => {
  let hub: TestHub
  let terminal: TestTerminal

  beforeAll(async () => {
    hub = await start()
    terminal = await hub.terminal()
  }, 60_000)
  afterAll(() => hub.remove())

  interface TakenIn {
    readonly packet: TestPacket
    readonly receiptNumber: string
    readonly provinceNumber: string
    readonly cases: readonly HubCase[]
  }

  async function takenIn(): Promise<TakenIn> {
    const packet = await terminal.packet(hub.keys.publicKey)
    await terminal.deliver(packet)
    const answer = await terminal.client.commit(packet.intakeId, 'key')
    if (!answer.ok) throw new Error(answer.failure.code)
    return { packet, receiptNumber: packet.receiptNumber, ...answer.value }
  }

  const caseOf = ({ cases }: TakenIn): string => cases.find((one) => one.matterId === matterId)?.caseId ?? ''
  const askFor = async (caseId: string): Promise<string> => {
    const items = [{ materialId: 'mother-id', text: '身份证背面看不清，请重新提交' }]
    const { json } = await hub.staff('POST', `/cases/${caseId}/supplement-requests`, { items })
    return (json as { requestId: string }).requestId
  }

  function supplementOf(original: TakenIn, requestId: string | null): Supplement {
    return {
      intakeId: original.packet.intakeId,
      receiptNumber: original.receiptNumber,
      requestId,
      caseId: requestId === null ? null : caseOf(original),
      matters: [matterId],
      items: [{ materialId: 'mother-id', text: '母亲的身份证' }],
    }
  }

  async function handIn(supplement: Supplement): Promise<TestPacket> {
    const packet = await terminal.packet(hub.keys.publicKey, { supplement, matters: supplement.matters })
    await terminal.deliver(packet)
    return packet
  }

  async function statusOf(original: TakenIn): Promise<DepartmentCase> {
    const { json } = await hub.staff('GET', '/departments/health/cases')
    const { cases } = json as { cases: DepartmentCase[] }
    const found = cases.find(({ caseId }) => caseId === caseOf(original))
    if (found === undefined) throw new Error('the case is not at its department')
    return found
  }

  it('answers the request, under the number of its intake, and makes no case of its own', async () => {
    const original = await takenIn()
    const requestId = await askFor(caseOf(original))
    expect((await statusOf(original)).status).toBe('supplementing')
    const packet = await handIn(supplementOf(original, requestId))
    const answer = await terminal.client.commit(packet.intakeId, 'key')
    expect(answer).toMatchObject({
      ok: true,
      value: { packetHash: packet.packetHash, provinceNumber: original.provinceNumber, cases: [] },
    })
    const seen = await statusOf(original)
    expect(seen.status).toBe('pending')
    expect(seen.supplements).toMatchObject([
      {
        intakeId: packet.intakeId,
        requestId,
        materials: [{ materialId: 'mother-id', attachments: ['scan-1'] }],
      },
    ])
    const rows = await hub.database.rows('SELECT 1 FROM cases WHERE intake_id = $1', [packet.intakeId])
    expect(rows).toEqual([])
    // A repeat, also side by side, gets the first answer and changes nothing.
    expect(await terminal.client.commit(packet.intakeId, 'other')).toEqual(answer)
    expect((await statusOf(original)).supplements).toHaveLength(1)
  })

  it('is told to the terminal: the case goes on where it stood', async () => {
    const original = await takenIn()
    const caseId = caseOf(original)
    await hub.staff('POST', `/cases/${caseId}/progress`, { status: 'accepted' })
    await hub.staff('POST', `/cases/${caseId}/progress`, { status: 'processing' })
    const requestId = await askFor(caseId)
    await askFor(caseId)
    const packet = await handIn(supplementOf(original, requestId))
    await terminal.client.commit(packet.intakeId, 'key')
    const feed = await terminal.client.feed(null)
    if (!feed.ok) throw new Error(feed.failure.code)
    const [accepted, progressed] = feed.value.events.slice(-2)
    expect(accepted).toMatchObject({ type: 'intake.accepted', intakeId: packet.intakeId, cases: [] })
    expect(progressed).toMatchObject({
      type: 'case.progressed',
      intakeId: original.packet.intakeId,
      case: { caseId, status: 'processing' },
    })
  })

  it('that brings a deferred paper needs no request, and leaves the case as it stands', async () => {
    const original = await takenIn()
    const packet = await handIn(supplementOf(original, null))
    expect((await terminal.client.commit(packet.intakeId, 'key')).ok).toBe(true)
    expect(await statusOf(original)).toMatchObject({ status: 'pending', supplements: [{ requestId: null }] })
  })

  it('that comes before its intake waits, and arrives once that is here', async () => {
    const late = await terminal.packet(hub.keys.publicKey)
    const original = { packet: late, receiptNumber: late.receiptNumber, provinceNumber: '', cases: [] }
    const packet = await handIn({ ...supplementOf(original, null), caseId: null })
    const early = await terminal.client.commit(packet.intakeId, 'key')
    expect(early).toMatchObject({ ok: false, failure: { code: 'hub.original-unknown', class: 'retry' } })
    await terminal.deliver(late)
    await terminal.client.commit(late.intakeId, 'key')
    expect((await terminal.client.commit(packet.intakeId, 'key')).ok).toBe(true)
  })

  it('of a case that is closed is refused, and becomes somebody’s task', async () => {
    const original = await takenIn()
    const requestId = await askFor(caseOf(original))
    await hub.staff('POST', `/cases/${caseOf(original)}/progress`, {
      status: 'rejected',
      opinion: '不符合条件',
    })
    const packet = await handIn(supplementOf(original, requestId))
    expect(await terminal.client.commit(packet.intakeId, 'key')).toMatchObject({
      ok: false,
      failure: { code: 'hub.supplement-not-open', class: 'refuse' },
    })
    expect((await statusOf(original)).supplements).toEqual([])
  })

  it('of another terminal’s intake is not taken, and tells nothing of it', async () => {
    const original = await takenIn()
    const stranger = await hub.terminal()
    const supplement = supplementOf(original, randomUUID())
    const packet = await stranger.packet(hub.keys.publicKey, { supplement, matters: [matterId] })
    await stranger.deliver(packet)
    expect(await stranger.client.commit(packet.intakeId, 'key')).toMatchObject({
      ok: false,
      failure: { code: 'hub.original-unknown' },
    })
  })
})
