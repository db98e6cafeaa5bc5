import { randomUUID } from 'node:crypto'
import { provinceStateSchema, type ProvinceState, sendReview } from '#sync/api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { onEachDatabase } from '../each-database.test-support.ts'
import { postgresMissing, TestPostgres } from '../postgres.test-support.ts'
import type { TestTerminal } from '../terminal.test-support.ts'
import { TestHub } from '../test-hub.test-support.ts'
import { collectReports } from './collect.ts'
import type { ProvinceLine } from './line.ts'
import { type Manner, Platform } from './platform.test-support.ts'
import { lineOf, never, take, type Taken } from './reporting.test-support.ts'

const certificate = 'birth-certificate'
const vaccination = 'vaccination-record'
const paper = { name: '出生医学证明', number: 'Y430000001', issuedBy: '示范妇幼保健院', medium: 'paper' }

async function stateOf(hub: TestHub): Promise<ProvinceState> {
  return provinceStateSchema.parse((await hub.staff('GET', '/province')).json)
}

/** Until nothing may go any more, or it is tried so often in vain. */
async function drain(hub: TestHub, line: ProvinceLine): Promise<void> {
  await expect
    .poll(
      async () => {
        await line.tell()
        const { waiting, held } = await stateOf(hub)
        return waiting - held
      },
      { timeout: 30_000, interval: 5 },
    )
    .toBe(0)
}

onEachDatabase('telling a province', (start) => {
  let hub: TestHub
  let terminal: TestTerminal
  let platform: Platform
  beforeAll(async () => {
    hub = await start()
    terminal = await hub.terminal()
  }, 120_000)
  afterAll(() => hub.remove())
  beforeEach(async () => {
    // Each test has a platform and a line of its own; what the last one left is not for it.
    for (const table of ['province_reports', 'province_lanes', 'province_numbers', 'province_line'])
      await hub.database.rows(`DELETE FROM ${table}`)
    platform = await Platform.start()
    await lineOf(hub, platform).open()
  }, 60_000)
  afterEach(() => platform.end())

  const step = async (taken: Taken, matter: string, body: object): Promise<void> => {
    const path = `/cases/${taken.cases.get(matter)?.caseId ?? ''}/progress`
    expect((await hub.staff('POST', path, body)).status).toBe(200)
  }
  const numberOf = (taken: Taken, matter: string): string => taken.cases.get(matter)?.caseNumber ?? ''

  it('tells the whole life of a case, in messages that a strict platform takes', async () => {
    const line = lineOf(hub, platform)
    const taken = await take(hub, terminal, [certificate, 'household-registration'])
    const caseId = taken.cases.get(certificate)?.caseId ?? ''
    const asked = { items: [{ materialId: null, text: '请补父亲签名' }], dueDate: '2026-12-11', note: '' }
    expect((await hub.staff('POST', `/cases/${caseId}/supplement-requests`, asked)).status).toBe(200)
    await step(taken, certificate, { status: 'accepted' })
    await step(taken, certificate, { status: 'suspended', opinion: '专家评审' })
    await step(taken, certificate, { status: 'processing' })
    const result = { outcome: 'granted', reason: '', documents: [paper] }
    await step(taken, certificate, { status: 'completed', result })
    await drain(hub, line)
    await sendReview(terminal.client, taken.intakeId, {
      reviewId: randomUUID(),
      caseId,
      satisfaction: 'very-satisfied',
      reasons: [],
      channel: 'hall-pad',
      at: new Date().toISOString(),
    })
    await step(taken, 'household-registration', { status: 'rejected', opinion: '不属于本机关职权' })
    await drain(hub, line)
    expect(await stateOf(hub)).toMatchObject({ state: 'ok', waiting: 0, refused: 0, refusedReports: [] })
    const rows = (await platform.rows()).filter(
      ({ row }) => row['project_no'] === numberOf(taken, certificate),
    )
    const of = (table: string) => rows.filter((one) => one.table === table).map(({ row }) => row)
    expect(of('up_pro_accept')).toMatchObject([
      { cd_operation: 'U', applyer_type: '1', applyer_page_type: '111', project_type: '1', apply_type: '1' },
    ])
    expect(of('up_pro_process').map((row) => [row['process_name'], row['event_name']])).toEqual([
      ['收件', '02'],
      ['补正告知', '06'],
      ['受理', '05'],
      ['办理', '12'],
      ['办结', '10'],
    ])
    expect(of('up_pro_process')[1]?.['handle_explain']).toBe('1. 请补父亲签名；补正期限 2026-12-11')
    expect(of('up_pro_special_procedure')).toMatchObject([
      { cd_operation: 'U', special_type: '2', special_reason: '专家评审' },
    ])
    // 5 is the best on the national platform, and the worst in GB/T 39046.
    expect(of('up_pro_result')).toMatchObject([
      { result_type: '0', result_cetr_no: 'Y430000001', is_delivery_results: '0', satisfaction: '5' },
    ])
    const other = (await platform.rows()).filter(
      ({ table, row }) =>
        table === 'up_pro_result' && row['project_no'] === numberOf(taken, 'household-registration'),
    )
    expect(other).toMatchObject([{ row: { result_type: '6', result_explain: '不属于本机关职权' } }])
    expect(new Set(platform.calls.map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer token-of-the-test']),
    )
  }, 60_000)

  it('tells of a withdrawal, and nothing of a case that has never been with its department', async () => {
    const taken = await take(hub, terminal, [certificate, 'household-registration'])
    const withdrawal = {
      withdrawalId: randomUUID(),
      reason: 'changed-mind' as const,
      operatorId: '1001',
      at: new Date().toISOString(),
    }
    expect((await terminal.client.withdraw(taken.intakeId, withdrawal)).ok).toBe(true)
    await drain(hub, lineOf(hub, platform))
    const rows = await platform.rows()
    expect(new Set(rows.map(({ row }) => row['project_no']))).toEqual(new Set([numberOf(taken, certificate)]))
    expect(rows.filter(({ table }) => table === 'up_pro_result')).toMatchObject([
      { row: { result_type: '5', result_explain: '申请人撤回' } },
    ])
    expect(await stateOf(hub)).toMatchObject({ refused: 0 })
  }, 60_000)

  it('brings every step once and in order, however the platform answers', async () => {
    const bad: Manner[] = [
      ...(['garbage', 'not-json', 'other-batch', 'redirect', 'half', 'drop', 'silent', 'endless'] as const),
      ...(['failed', 'busy', 'unauthorised', 'take-and-drop', 'take-and-fail'] as const),
    ]
    await platform.behave(...bad)
    const taken = await take(hub, terminal, [certificate, vaccination])
    for (const status of ['accepted', 'processing', 'completed']) await step(taken, certificate, { status })
    await drain(hub, lineOf(hub, platform))
    const rows = await platform.rows()
    const names = rows.filter(
      ({ table, row }) => table === 'up_pro_process' && row['project_no'] === numberOf(taken, certificate),
    )
    expect(names.map(({ row }) => row['process_name'])).toEqual(['收件', '受理', '办理', '办结'])
    expect(await stateOf(hub)).toMatchObject({ refused: 0, taken: 5, lastProblem: null, failingSince: null })
    // Each call that was answered badly was made again with the very same batch, and nobody was led elsewhere.
    expect(platform.calls).toHaveLength(5 + bad.length)
    expect(new Set(platform.calls.map(({ batch }) => batch)).size).toBe(5)
    expect(platform.calls.every(({ answer }) => answer['sync_sign'] !== 'FAILED')).toBe(true)
  }, 60_000)

  it('shows what was refused, holds up that case alone, and goes on in order once it is mended', async () => {
    const taken = await take(hub, terminal, [certificate, vaccination])
    await platform.always({ [numberOf(taken, certificate)]: 'refuse' })
    for (const matter of [certificate, vaccination]) await step(taken, matter, { status: 'accepted' })
    await drain(hub, lineOf(hub, platform))
    const state = await stateOf(hub)
    expect(state).toMatchObject({ state: 'ok', taken: 2, waiting: 1, held: 1, refused: 1 })
    expect(state.refusedReports).toMatchObject([
      {
        kind: 'received',
        problem: 'refused',
        reason: 'E-1042',
        caseNumber: numberOf(taken, certificate),
        holdsUp: 1,
      },
    ])
    const [refused] = state.refusedReports
    const metrics = await fetch(`${hub.url}/metrics`, {
      headers: { authorization: `Bearer ${hub.metricsToken}` },
    })
    const told = await metrics.text()
    expect(told).toContain('yichuang_hub_province_reports{state="refused"} 1')
    expect(told).toContain('yichuang_hub_province_reports{state="held"} 1')
    const login = await fetch(`${hub.url}/supervisor/login`, {
      method: 'POST',
      body: new URLSearchParams({ token: hub.supervisorToken }),
      redirect: 'manual',
    })
    const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? ''
    const page = await (await fetch(`${hub.url}/supervisor`, { headers: { cookie } })).text()
    expect(page).toContain('省级平台上报')
    expect(page).toContain('E-1042')
    expect(page).not.toContain('欧试样')
    await platform.always({})
    const body = { reportIds: [refused?.reportId, randomUUID()] }
    expect((await hub.staff('POST', '/province/retries', body)).json).toEqual({ retried: 1 })
    await drain(hub, lineOf(hub, platform))
    expect(await stateOf(hub)).toMatchObject({ taken: 4, waiting: 0, refused: 0 })
    const rows = await platform.rows()
    const own = rows.filter(({ row }) => row['project_no'] === numberOf(taken, certificate))
    const names = own.filter(({ table }) => table === 'up_pro_process').map(({ row }) => row['process_name'])
    expect(names).toEqual(['收件', '受理'])
  }, 60_000)

  it('refuses by itself what it has no code for, and asks the platform nothing', async () => {
    await take(hub, terminal, [certificate])
    await drain(hub, lineOf(hub, platform, { without: [certificate] }))
    expect((await stateOf(hub)).refusedReports).toMatchObject([
      { problem: 'incomplete', reason: 'task_code' },
    ])
    await platform.rows()
    expect(platform.calls).toEqual([])
  }, 60_000)

  it('takes another number for a known case as a matter for a person', async () => {
    const taken = await take(hub, terminal, [certificate])
    await drain(hub, lineOf(hub, platform))
    await platform.behave('other-number')
    await step(taken, certificate, { status: 'accepted' })
    await drain(hub, lineOf(hub, platform))
    expect((await stateOf(hub)).refusedReports).toMatchObject([
      { kind: 'accepted', problem: 'number-changed' },
    ])
  }, 60_000)

  it.each([
    ['unauthorised', 'not-authorised'],
    ['busy', 'busy'],
    ['redirect', 'redirected'],
  ] as const)(
    'waits with everything, across a restart, while the platform says: %s',
    async (manner, problem) => {
      await platform.behave(manner, manner)
      await take(hub, terminal, [certificate])
      await take(hub, terminal, [certificate])
      await lineOf(hub, platform, { backoff: never }).tell()
      await lineOf(hub, platform, { backoff: never }).tell()
      expect(await stateOf(hub)).toMatchObject({
        state: 'failing',
        lastProblem: problem,
        waiting: 2,
        refused: 0,
      })
      await platform.rows()
      const calls = platform.calls.length
      // Lanes that were under way when the first answer came may have asked too; nobody asks after it.
      expect(calls).toBeLessThanOrEqual(2)
      await hub.database.rows('UPDATE province_line SET next_attempt_at = now()')
      await drain(hub, lineOf(hub, platform))
      expect(await stateOf(hub)).toMatchObject({ state: 'ok', taken: 2, nextAttemptAt: null })
    },
    60_000,
  )

  it.each(['failed', 'drop', 'busy'] as const)(
    'lets one intake that is always answered with %s hold up no other',
    async (manner) => {
      const [poor, rich] = [
        await take(hub, terminal, [certificate]),
        await take(hub, terminal, [certificate]),
      ]
      await platform.always({ [poor.provinceNumber]: manner })
      const line = lineOf(hub, platform)
      await step(poor, certificate, { status: 'accepted' })
      await step(rich, certificate, { status: 'accepted' })
      // Nothing has got through lately: one intake at a time is tried, the poor one first.
      await collectReports(hub.database)
      await hub.database.rows('UPDATE province_line SET attempts = 1, failing_since = now()')
      await hub.database.rows(
        `UPDATE province_lanes SET next_attempt_at = now() - interval '1 hour' WHERE intake_id = $1`,
        [poor.intakeId],
      )
      await expect
        .poll(async () => (await line.tell(), (await stateOf(hub)).taken), { timeout: 20_000, interval: 5 })
        .toBe(2)
      const rows = await platform.rows()
      expect(new Set(rows.map(({ row }) => row['project_no']))).toEqual(
        new Set([numberOf(rich, certificate)]),
      )
      expect(await stateOf(hub)).toMatchObject({ waiting: 2, refused: 0 })
    },
    60_000,
  )

  it('shows an intake that has failed for an hour though others get through', async () => {
    await platform.behave('failed')
    await take(hub, terminal, [certificate])
    await lineOf(hub, platform, { backoff: never }).tell()
    expect(await stateOf(hub)).toMatchObject({ state: 'ok', stuck: 0 })
    await hub.database.rows(
      `UPDATE province_lanes SET failing_since = now() - interval '2 hours' WHERE failing_since IS NOT NULL`,
    )
    expect(await stateOf(hub)).toMatchObject({ stuck: 1, waiting: 1 })
  }, 60_000)

  it('takes over from a hub that died while it was telling', async () => {
    const line = lineOf(hub, platform)
    await take(hub, terminal, [certificate])
    await platform.behave('failed')
    await lineOf(hub, platform, { backoff: never }).tell()
    await hub.database.rows(
      `UPDATE province_lanes SET next_attempt_at = now(), lease = gen_random_uuid(), lease_until = now() + interval '1 hour'`,
    )
    expect(await line.tell()).toBe(0)
    await hub.database.rows(`UPDATE province_lanes SET lease_until = now() - interval '1 second'`)
    await drain(hub, line)
    expect(await stateOf(hub)).toMatchObject({ taken: 1, waiting: 0 })
  }, 60_000)
})

const missing = postgresMissing()
describe.skipIf(missing !== null)(
  `two hubs that tell a province${missing === null ? '' : `: ${missing}`}`,
  () => {
    it('share the intakes: each step is sent once, and in its order', async () => {
      const postgres = await TestPostgres.start()
      const address = postgres.database('province')
      const one = await TestHub.start(undefined, { postgres: address })
      const other = await TestHub.start(undefined, { postgres: address, beside: one })
      const platform = await Platform.start()
      const lines = [lineOf(one, platform), lineOf(other, platform)]
      const watches = await Promise.all(lines.map((line) => line.start(5)))
      const terminal = await one.terminal()
      for (let at = 0; at < 8; at += 1) {
        const { cases } = await take(one, terminal, [certificate])
        const path = `/cases/${cases.get(certificate)?.caseId ?? ''}/progress`
        for (const status of ['accepted', 'processing', 'completed'])
          expect((await (at % 2 === 0 ? one : other).staff('POST', path, { status })).status).toBe(200)
      }
      await expect.poll(async () => (await stateOf(one)).taken, { timeout: 30_000 }).toBe(32)
      expect(await stateOf(other)).toEqual(await stateOf(one))
      for (const watch of watches) await watch.stop()
      await platform.rows()
      expect(platform.calls).toHaveLength(32)
      expect(platform.calls.every(({ answer }) => answer['sync_sign'] === 'SUCCESS')).toBe(true)
      platform.end()
      await other.remove()
      await one.remove()
      await postgres.remove()
    }, 120_000)
  },
)
