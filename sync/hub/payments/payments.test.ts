import { randomUUID } from 'node:crypto'
import { readCatalogue } from '#sync/catalogue/disk'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { onEachDatabase } from '../each-database.test-support.ts'
import { TestTerminal } from '../terminal.test-support.ts'
import type { TestHub } from '../test-hub.test-support.ts'
import { demonstrationPayments, type PaymentProvider } from './provider.ts'

const catalogue = readCatalogue()
const certificates = catalogue.themes.find(({ id }) => id === 'certificates')
const payable = (certificates?.matters ?? []).filter(({ feeYuan }) => feeYuan > 0)
const free = (certificates?.matters ?? []).find(({ feeYuan }) => feeYuan === 0)
const goodCode = '130000000000000001'

onEachDatabase('paying', (start) => {
  let hub: TestHub
  let terminal: TestTerminal
  /** What was really asked of the platform, and whether its answers are lost on the way. */
  let charged: string[]
  let answersLost: boolean

  beforeAll(async () => {
    hub = await start((database) => {
      const purse = demonstrationPayments(database)
      const payments: PaymentProvider = {
        ...purse,
        async charge(orderNumber, payerCode) {
          charged.push(orderNumber)
          const answer = await purse.charge(orderNumber, payerCode)
          if (answersLost) throw new Error('the line to the platform broke')
          return answer
        },
      }
      return { payments }
    })
  }, 60_000)
  afterAll(() => hub.remove())
  beforeEach(async () => {
    charged = []
    answersLost = false
    terminal = await hub.terminal()
  })

  async function takenIn(matters: readonly string[], commit = true): Promise<string> {
    const packet = await terminal.packet(hub.keys.publicKey, {
      themeId: 'certificates',
      answers: {},
      matters: [...matters],
    })
    await terminal.deliver(packet)
    if (commit) expect((await terminal.client.commit(packet.intakeId, 'k')).ok).toBe(true)
    return packet.intakeId
  }

  async function settledEvents(): Promise<number> {
    const feed = await terminal.client.feed(null)
    if (!feed.ok) throw new Error(feed.failure.code)
    return feed.value.events.filter(({ type }) => type === 'payment.settled').length
  }

  it('opens one order for the sum of the catalogue’s fees, however often it is asked', async () => {
    const intakeId = await takenIn(payable.map(({ id }) => id))
    const first = await terminal.client.openPayment(intakeId)
    const fen = payable.reduce((sum, { feeYuan }) => sum + feeYuan * 100, 0)
    expect(first).toMatchObject({ ok: true, value: { amountFen: fen, state: 'open', transactionId: null } })
    expect(await terminal.client.openPayment(intakeId)).toEqual(first)
  })

  it('waits for the intake, and asks nothing for what is free', async () => {
    const early = await takenIn([payable[0]?.id ?? ''], false)
    expect(await terminal.client.openPayment(early)).toMatchObject({
      ok: false,
      failure: { code: 'hub.payment-not-ready' },
    })
    const costless = await takenIn([free?.id ?? ''])
    expect(await terminal.client.openPayment(costless)).toMatchObject({
      ok: false,
      failure: { code: 'hub.not-found' },
    })
  })

  it('asks nothing for what was taken back', async () => {
    const intakeId = await takenIn([payable[0]?.id ?? ''])
    const withdrawal = { withdrawalId: randomUUID(), operatorId: '1001', at: new Date().toISOString() }
    await terminal.client.withdraw(intakeId, { ...withdrawal, reason: 'other' })
    expect(await terminal.client.openPayment(intakeId)).toMatchObject({
      ok: false,
      failure: { code: 'hub.not-found' },
    })
  })

  it('charges once: two scans at the same moment, and a third later, are one payment', async () => {
    const intakeId = await takenIn([payable[0]?.id ?? ''])
    const both = await Promise.all([1, 2].map(() => terminal.client.chargePayment(intakeId, goodCode)))
    const later = await terminal.client.chargePayment(intakeId, goodCode)
    const ids = [...both, later].map((answer) =>
      answer.ok ? answer.value.transactionId : answer.failure.code,
    )
    expect(new Set(ids).size).toBe(1)
    expect(later).toMatchObject({ ok: true, value: { state: 'paid', payCode: '' } })
    expect(await settledEvents()).toBe(1)
    expect(charged.length).toBeLessThanOrEqual(2)
  })

  it('finds a payment whose answer was lost instead of taking it again', async () => {
    const intakeId = await takenIn([payable[0]?.id ?? ''])
    answersLost = true
    expect((await terminal.client.chargePayment(intakeId, goodCode)).ok).toBe(false)
    answersLost = false
    const again = await terminal.client.chargePayment(intakeId, goodCode)
    expect(again).toMatchObject({ ok: true, value: { state: 'paid' } })
    expect(charged).toHaveLength(1)
    expect(await settledEvents()).toBe(1)
  })

  it('stays open when the purse refuses', async () => {
    const intakeId = await takenIn([payable[0]?.id ?? ''])
    expect(await terminal.client.chargePayment(intakeId, '250000000000000001')).toMatchObject({
      ok: false,
      failure: { code: 'hub.payment-refused', class: 'refuse' },
    })
    expect(await terminal.client.openPayment(intakeId)).toMatchObject({ ok: true, value: { state: 'open' } })
  })

  it('tells the terminal by its feed when somebody pays with the telephone', async () => {
    const intakeId = await takenIn([payable[0]?.id ?? ''])
    const order = await terminal.client.openPayment(intakeId)
    if (!order.ok) throw new Error(order.failure.code)
    const { orderNumber } = order.value
    const pay = () => hub.staff('POST', '/demonstration/payments', { orderNumber })
    expect((await pay()).status).toBe(200)
    expect((await pay()).status).toBe(200)
    expect(await settledEvents()).toBe(1)
  })

  it('tells another terminal nothing of it', async () => {
    const intakeId = await takenIn([payable[0]?.id ?? ''])
    const stranger = new TestTerminal(hub.url, 'TX9')
    await stranger.enrol()
    expect(await stranger.client.openPayment(intakeId)).toMatchObject({
      ok: false,
      failure: { code: 'hub.not-found' },
    })
  })
})
