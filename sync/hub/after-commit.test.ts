import { randomUUID } from 'node:crypto'
import { formatReceiptNumber, type Withdrawal } from '#sync/model'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { onEachDatabase } from './each-database.test-support.ts'
import { TestTerminal } from './terminal.test-support.ts'
import type { TestHub } from './test-hub.test-support.ts'

const idNumber = '43010219900101002X'

onEachDatabase('after an intake was committed', (start) => {
  let hub: TestHub
  let terminal: TestTerminal
  let sequence = 0

  beforeAll(async () => {
    hub = await start()
  }, 60_000)
  afterAll(() => hub.remove())
  beforeEach(async () => {
    terminal = await hub.terminal()
  })

  async function takenIn(): Promise<{ intakeId: string; receiptNumber: string }> {
    sequence += 1
    const site = { siteCode: '430102', terminalId: 'T77', day: '20261123' }
    const receiptNumber = formatReceiptNumber({ ...site, sequence })
    const packet = await terminal.packet(hub.keys.publicKey, {
      receiptNumber,
      values: { 'mother.idNumber': { value: idNumber, source: 'card' } },
    })
    await terminal.deliver(packet)
    expect((await terminal.client.commit(packet.intakeId, 'k')).ok).toBe(true)
    return { intakeId: packet.intakeId, receiptNumber }
  }

  const withdrawal = (): Withdrawal => ({
    withdrawalId: randomUUID(),
    reason: 'changed-mind',
    operatorId: '1001',
    at: new Date().toISOString(),
  })

  const progress = async (caseId: string, status: string): Promise<number> =>
    (await hub.staff('POST', `/cases/${caseId}/progress`, { status })).status

  async function events(): Promise<string[]> {
    const feed = await terminal.client.feed(null)
    if (!feed.ok) throw new Error(feed.failure.code)
    return feed.value.events.flatMap((event) => (event.type === 'case.progressed' ? [event.case.status] : []))
  }

  describe('a withdrawal', () => {
    it('stops every case that nobody has finished, tells the terminal, and leaves what is finished', async () => {
      const { intakeId } = await takenIn()
      const before = await terminal.client.withdraw(randomUUID(), withdrawal())
      expect(before).toMatchObject({ ok: false, failure: { code: 'hub.intake-unknown', remedy: 'restart' } })
      const committed = await terminal.client.commit(intakeId, 'k')
      if (!committed.ok) throw new Error(committed.failure.code)
      const [first] = committed.value.cases
      for (const status of ['accepted', 'completed'])
        expect(await progress(first?.caseId ?? '', status)).toBe(200)
      const answer = await terminal.client.withdraw(intakeId, withdrawal())
      if (!answer.ok) throw new Error(answer.failure.code)
      const statuses = answer.value.cases.map(({ status }) => status)
      expect(statuses[0]).toBe('completed')
      expect(new Set(statuses.slice(1))).toEqual(new Set(['withdrawn']))
      expect((await events()).filter((status) => status === 'withdrawn')).toHaveLength(statuses.length - 1)
    })

    it('is one, however often and under whichever id it comes', async () => {
      const { intakeId } = await takenIn()
      const [same, other] = [withdrawal(), withdrawal()]
      const answers = await Promise.all(
        [same, same, other].map((one) => terminal.client.withdraw(intakeId, one)),
      )
      expect(answers.every(({ ok }) => ok)).toBe(true)
      expect((await events()).filter((status) => status === 'withdrawn')).toHaveLength(6)
    })

    it('keeps a department from going on', async () => {
      const { intakeId } = await takenIn()
      const answer = await terminal.client.withdraw(intakeId, withdrawal())
      if (!answer.ok) throw new Error(answer.failure.code)
      expect(await progress(answer.value.cases[0]?.caseId ?? '', 'accepted')).toBe(409)
    })

    it('is not for another terminal to make', async () => {
      const { intakeId } = await takenIn()
      const stranger = new TestTerminal(hub.url, 'TX8')
      await stranger.enrol()
      expect((await stranger.client.withdraw(intakeId, withdrawal())).ok).toBe(false)
      expect(await events()).not.toContain('withdrawn')
    })
  })

  describe('a question for its progress', () => {
    it('is answered at any terminal to whoever has the receipt and knows the number, without a name', async () => {
      const { receiptNumber } = await takenIn()
      const elsewhere = new TestTerminal(hub.url, 'TX7')
      await elsewhere.enrol()
      const answer = await elsewhere.client.queryProgress({ receiptNumber, proof: '002x' })
      expect(answer).toMatchObject({ ok: true, value: { receiptNumber, themeId: 'birth', payment: null } })
      expect(JSON.stringify(answer)).not.toContain(idNumber)
    })

    it('tells a wrong proof nothing that an unknown number would not be told', async () => {
      const { receiptNumber } = await takenIn()
      const wrong = await terminal.client.queryProgress({ receiptNumber, proof: '0000' })
      const unknown = await terminal.client.queryProgress({
        receiptNumber: receiptNumber.replace('T77', 'T78'),
        proof: '0000',
      })
      expect(wrong).toMatchObject({ ok: false, failure: { code: 'hub.progress-unknown', class: 'refuse' } })
      expect(unknown).toEqual(wrong)
    })

    it('cannot be guessed: after five wrong ones the right one waits, too, also when the hub was started anew', async () => {
      const { receiptNumber } = await takenIn()
      for (let guess = 0; guess < 5; guess += 1)
        await terminal.client.queryProgress({ receiptNumber, proof: `000${guess}` })
      const right = { receiptNumber, proof: idNumber.slice(-4) }
      const limited = { ok: false, failure: { code: 'hub.too-many-attempts', class: 'refuse' } }
      expect(await terminal.client.queryProgress(right)).toMatchObject(limited)
      await hub.restart()
      expect(await terminal.client.queryProgress(right)).toMatchObject(limited)
      await hub.database.rows("UPDATE progress_failures SET at = at - interval '16 minutes'")
      expect((await terminal.client.queryProgress(right)).ok).toBe(true)
    })

    it('leaves nothing at the hub from which the number could be tried out', async () => {
      await takenIn()
      const text = JSON.stringify(await hub.database.rows('SELECT progress_proof FROM intakes'))
      expect(text).toMatch(/[0-9a-f]{64}/)
      expect(text).not.toContain('002X')
    })
  })

  describe('the results by post', () => {
    const posted = {
      'service.deliveryMethod': { value: 'post', source: 'typed' as const },
      'service.deliveryAddress': { value: '湖南省长沙市样例路1号', source: 'typed' as const },
    }

    it('get one number, once there is a result, and only where the form says so', async () => {
      const packet = await terminal.packet(hub.keys.publicKey, { values: posted })
      await terminal.deliver(packet)
      const committed = await terminal.client.commit(packet.intakeId, 'k')
      if (!committed.ok) throw new Error(committed.failure.code)
      const early = await terminal.client.orderParcel(packet.intakeId)
      expect(early).toMatchObject({ ok: false, failure: { code: 'hub.parcel-not-ready' } })
      const caseId = committed.value.cases[0]?.caseId ?? ''
      for (const status of ['accepted', 'completed']) expect(await progress(caseId, status)).toBe(200)
      const both = await Promise.all([1, 2].map(() => terminal.client.orderParcel(packet.intakeId)))
      const later = await terminal.client.orderParcel(packet.intakeId)
      const numbers = [...both, later].map((one) => (one.ok ? one.value.trackingNumber : one.failure.code))
      expect(new Set(numbers).size).toBe(1)
      expect(numbers[0]).toMatch(/^EA\d{9}CN$/)
      const { intakeId } = await takenIn()
      expect(await terminal.client.orderParcel(intakeId)).toMatchObject({
        ok: false,
        failure: { code: 'hub.not-found' },
      })
    })
  })
})
