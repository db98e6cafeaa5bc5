import { withStep } from '#sync/audit'
import type { DepartmentCase, IntakeHistory } from '#sync/api'
import type { AuditEvent, Intake } from '#sync/model'
import { encodePacketHeader, packetHashOf, type PacketHeader } from '#sync/packet'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { onEachDatabase } from '../each-database.test-support.ts'
import type { TestPacket, TestTerminal } from '../terminal.test-support.ts'
import type { TestHub } from '../test-hub.test-support.ts'

const at = '2026-11-23T09:00:00.000Z'
type Audit = Intake['audit']

onEachDatabase('the history of an intake at the hub', (start) => {
  let hub: TestHub
  let terminal: TestTerminal

  beforeAll(async () => {
    hub = await start()
    terminal = await hub.terminal()
  }, 60_000)
  afterAll(() => hub.remove())

  /** A packet with a history that ends as it should; `spoil` is what becomes of it before it is sealed. */
  async function packetWith(
    spoil: (audit: Audit) => Audit = (audit) => audit,
    older: readonly AuditEvent[] = [],
    about: Partial<Intake> = {},
  ): Promise<TestPacket> {
    const intakeId = randomUUID()
    const receiptNumber = `430102-${intakeId.slice(0, 8)}`
    const place = { at, operatorId: '1001', terminal: `430102/${terminal.terminalId}` }
    let audit: Audit = [...older]
    for (const action of ['scanned', 'signed'] as const)
      audit = await withStep(audit, intakeId, { ...place, action })
    audit = await withStep(audit, intakeId, { ...place, action: 'submitted', detail: receiptNumber })
    const given = { intakeId, receiptNumber, audit: spoil(audit), ...about }
    return terminal.packet(hub.keys.publicKey, given)
  }

  /** The same packet with another header, rightly signed. */
  async function withHeader(packet: TestPacket, change: Partial<PacketHeader>): Promise<TestPacket> {
    const header = { ...packet.header, ...change }
    const headerBytes = encodePacketHeader(header)
    const signature = terminal.sign(headerBytes)
    return { ...packet, header, headerBytes, signature, packetHash: await packetHashOf(headerBytes) }
  }

  async function committed(packet: TestPacket): Promise<IntakeHistory> {
    await terminal.deliver(packet)
    const answer = await terminal.client.commit(packet.intakeId, randomUUID())
    if (!answer.ok) throw new Error(answer.failure.code)
    expect(answer.value.cases).toHaveLength(6)
    return (await hub.staff('GET', `/intakes/${packet.intakeId}/history`)).json as IntakeHistory
  }

  async function departmentSees(intakeId: string): Promise<string[]> {
    const { json } = await hub.staff('GET', '/departments/health/cases')
    const { cases } = json as { cases: DepartmentCase[] }
    const own = cases.filter((one) => one.intakeId === intakeId)
    expect(own.length).toBeGreaterThan(0)
    return own
      .flatMap(({ findings }) => findings.filter(({ rule }) => rule === 'intake-history'))
      .map(({ text }) => text)
  }

  const brokenOnes = async (): Promise<string[]> => {
    const { json } = await hub.staff('GET', '/histories/broken')
    return (json as { histories: IntakeHistory[] }).histories.map(({ intakeId }) => intakeId)
  }

  it('is taken as one of before, until the terminal has kept one', async () => {
    const old = await terminal.packet(hub.keys.publicKey, { submittedAt: at })
    const { audit: _none, ...header } = old.header
    expect(await committed(await withHeader({ ...old, header }, {}))).toMatchObject({
      state: 'none',
      faults: [],
    })
    expect(await departmentSees(old.intakeId)).toEqual([])
  })

  it('is whole as the terminal wrote it, and nobody is bothered with it', async () => {
    const packet = await packetWith()
    expect(await committed(packet)).toMatchObject({
      state: 'whole',
      steps: 3,
      head: packet.header.audit?.head,
      faults: [],
      receiptNumber: packet.receiptNumber,
    })
    expect(await departmentSees(packet.intakeId)).toEqual([])
    expect(await brokenOnes()).not.toContain(packet.intakeId)
  })

  it('says that it began before there was a chain', async () => {
    const older = [{ at, operatorId: '1001', action: 'started' as const }]
    expect(await committed(await packetWith(undefined, older))).toMatchObject({
      state: 'begun-late',
      steps: 4,
    })
  })

  it('with a step edited, left out or exchanged is told, and the intake is taken all the same', async () => {
    const edited = await packetWith((audit) =>
      audit.map((step, index) => (index === 1 ? { ...step, operatorId: '1002' } : step)),
    )
    expect(await committed(edited)).toMatchObject({ state: 'broken', faults: [{ kind: 'edited', at: 3 }] })
    const gap = await packetWith((audit) => audit.filter((_, index) => index !== 1))
    expect((await committed(gap)).faults).toContainEqual({ kind: 'gap', at: 3 })
    const exchanged = await packetWith(([one, two, ...rest]) => [two, one, ...rest] as Audit)
    expect((await committed(exchanged)).state).toBe('broken')
    const [text] = await departmentSees(edited.intakeId)
    expect(text).toBe('收件过程记录第3步处步骤被改动、删除或调换，请向收件窗口核实')
    expect(await brokenOnes()).toEqual(
      expect.arrayContaining([edited.intakeId, gap.intakeId, exchanged.intakeId]),
    )
  })

  it('that its header does not speak of is told', async () => {
    const packet = await packetWith()
    const other = await withHeader(packet, { audit: { entries: 3, head: 'e'.repeat(64) } })
    expect((await committed(other)).faults).toEqual([{ kind: 'head', at: 3 }])
    const cut = await packetWith((audit) => audit.slice(0, 2))
    expect((await committed(cut)).faults).toEqual([{ kind: 'end', at: 2 }])
  })

  it('that is missing from a terminal which kept them before is told', async () => {
    const bare = await terminal.packet(hub.keys.publicKey, {})
    expect(await committed(bare)).toMatchObject({ state: 'broken', faults: [{ kind: 'lapsed', at: 0 }] })
  })

  it('is looked at once: a repeated commit changes nothing', async () => {
    const packet = await packetWith()
    const first = await committed(packet)
    expect(await committed(packet)).toEqual(first)
    expect((await hub.staff('GET', `/intakes/${randomUUID()}/history`)).status).toBe(404)
  })
})
