import { randomUUID } from 'node:crypto'
import { sendReview } from '#sync/api'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { onEachDatabase } from '../each-database.test-support.ts'
import { TestTerminal } from '../terminal.test-support.ts'
import type { TestHub } from '../test-hub.test-support.ts'
import { forgetOldFailures } from './failures.ts'
import { exposition } from './metrics/exposition.ts'
import { html } from './page/html.ts'
import { ago, remaining } from './page/words.ts'
import { committedIntake, happenedOn } from './past.test-support.ts'

describe('what is written', () => {
  it('for Prometheus keeps its form whatever a label holds', () => {
    const samples = [{ labels: { path: 'a"b\\c\nd' }, value: Infinity }]
    expect(exposition([{ name: 'x_total', help: 'Two\nlines.', type: 'counter', samples }])).toBe(
      '# HELP x_total Two\\nlines.\n# TYPE x_total counter\nx_total{path="a\\"b\\\\c\\nd"} +Inf\n',
    )
  })

  it('on the page is text, whatever it holds', () => {
    const name = `<img src=x onerror="alert('1')">&`
    expect(html`<p title="${name}">${[name, 1, null]}</p>`.text).not.toMatch(/<img|"alert/)
  })

  it('of a time is what a supervisor says', () => {
    const now = new Date('2026-11-27T12:00:00Z')
    const before = (minutes: number): string => ago(new Date(now.getTime() - minutes * 60_000), now)
    expect([0, 5, 90, 60 * 47, 60 * 48].map(before)).toEqual([
      '刚刚',
      '5 分钟前',
      '1 小时前',
      '47 小时前',
      '2 天前',
    ])
    expect([3, 0, -2].map(remaining)).toEqual(['还剩 3 个工作日', '今天到期', '超期 2 个工作日'])
  })
})

onEachDatabase('whoever runs a hub', (start) => {
  let hub: TestHub
  let terminal: TestTerminal
  beforeAll(async () => {
    hub = await start()
  }, 120_000)
  afterAll(() => hub.remove())
  beforeEach(async () => {
    terminal = await hub.terminal()
    await hub.database.rows('DELETE FROM supervisor_failures')
  })

  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(hub.url + path, { headers, redirect: 'manual' })
  const post = (
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    fetch(hub.url + path, { method: 'POST', headers, body: new URLSearchParams(fields), redirect: 'manual' })
  async function signIn(token = hub.supervisorToken): Promise<Record<string, string>> {
    const answer = await post('/supervisor/login', { token })
    return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' }
  }
  async function metrics(): Promise<Map<string, number>> {
    const answer = await get('/metrics', { authorization: `Bearer ${hub.metricsToken}` })
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    const lines = (await answer.text()).trimEnd().split('\n')
    const samples = lines.filter((line) => !line.startsWith('#'))
    for (const line of samples) expect(line).toMatch(/^[a-z_]+(\{([a-z]+="[^"\n]*",?)+\})? [0-9.e+-]+$/)
    return new Map(
      samples.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
    )
  }

  it('reads from the metrics how the hall is, with a token, and nothing of a person or a single terminal', async () => {
    const before = await metrics()
    const { cases, intakeId } = await committedIntake(hub, terminal)
    await terminal.client.announce(await terminal.packet(hub.keys.publicKey))
    await happenedOn(hub.database, intakeId, '2024-11-04')
    await hub.staff('POST', '/time-limits/checks')
    expect((await hub.staff('POST', `/cases/${randomUUID()}/progress`, { status: 'accepted' })).status).toBe(
      404,
    )
    const after = await metrics()
    const grown = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0)
    const pending = cases.filter(({ status }) => status === 'pending').length
    expect(grown('yichuang_hub_cases{state="pending"}')).toBe(pending)
    expect(grown('yichuang_hub_open_cases{card="red"}')).toBe(pending)
    expect(grown('yichuang_hub_cards_given_total{kind="acceptance",colour="red"}')).toBe(pending)
    expect(grown('yichuang_hub_intakes_unsplit')).toBe(1)
    expect(after.get('yichuang_hub_oldest_unsplit_seconds')).toBeGreaterThan(0)
    expect(after.get('yichuang_hub_terminals{state="approved"}')).toBeGreaterThan(0)
    expect(after.get('yichuang_hub_terminals_heard{within="quarter"}')).toBeGreaterThan(0)
    expect(grown('yichuang_hub_requests_total{operation="commitIntake",status="200"}')).toBe(1)
    expect(grown('yichuang_hub_problems_total{problem="not-found"}')).toBe(1)
    expect(grown('yichuang_hub_findings_total{explained="no"}')).toBeGreaterThan(0)
    const buckets = [...after].filter(([name]) => name.includes('seconds_bucket{operation="commitIntake"'))
    const counts = buckets.map(([, value]) => value)
    expect(counts).toEqual([...counts].sort((a, b) => a - b))
    expect(counts.at(-1)).toBe(after.get('yichuang_hub_request_seconds_count{operation="commitIntake"}'))
    const text = [...after.keys()].join('\n')
    expect(text).not.toMatch(new RegExp(`欧试样|${terminal.terminalId}|${intakeId}|430102`))
    expect(after.has('yichuang_hub_database_connections{state="used"}')).toBe(
      hub.database.connections !== undefined,
    )
    expect((await get('/metrics')).status).toBe(401)
    expect((await get('/metrics', { authorization: `Bearer ${hub.staffToken}` })).status).toBe(401)
  })

  it('is told whether it lives and is ready', async () => {
    expect(await (await get('/health/live')).json()).toEqual({ status: 'live' })
    expect(await (await get('/health/ready')).json()).toEqual({ status: 'ready' })
  })

  it('signs in with the supervisor’s token alone, and gets a cookie that no script and no other site can use', async () => {
    expect((await get('/supervisor')).headers.get('location')).toBe('/supervisor/login')
    const form = await get('/supervisor/login')
    expect(form.headers.get('content-security-policy')).toContain(`default-src 'none'`)
    expect((await post('/supervisor/login', { token: hub.staffToken })).status).toBe(403)
    const answer = await post('/supervisor/login', { token: hub.supervisorToken })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('set-cookie')).toMatch(
      /; Path=\/supervisor; HttpOnly; SameSite=Strict; Max-Age=\d+$/,
    )
    const secure = await post(
      '/supervisor/login',
      { token: hub.supervisorToken },
      { 'x-forwarded-proto': 'https' },
    )
    expect(secure.headers.get('set-cookie')).toContain('; Secure')
    const session = await signIn()
    const rows = await hub.database.rows<{ session: string }>('SELECT session FROM supervisor_sessions')
    expect(rows.map((row) => row.session).join()).not.toContain(session['cookie']?.split('=')[1])
    await hub.restart()
    expect((await get('/supervisor', session)).status).toBe(200)
    const foreign = { ...session, 'sec-fetch-site': 'cross-site' }
    expect((await post('/supervisor/logout', {}, foreign)).status).toBe(401)
    expect(
      (await post('/supervisor/logout', {}, { ...session, origin: 'http://elsewhere.example' })).status,
    ).toBe(401)
    expect((await get('/supervisor', session)).status).toBe(200)
    expect((await post('/supervisor/logout', {}, session)).status).toBe(303)
    expect((await get('/supervisor', session)).status).toBe(303)
  })

  it('cannot try out tokens, also not after the hub was started anew', async () => {
    for (let tries = 0; tries < 5; tries++) {
      if (tries === 3) await hub.restart()
      expect((await post('/supervisor/login', { token: `wrong ${String(tries)}` })).status).toBe(403)
    }
    const answer = await post('/supervisor/login', { token: hub.supervisorToken })
    expect(answer.status).toBe(429)
    expect(await answer.text()).toContain('请过十五分钟再试')
    const stored = JSON.stringify(await hub.database.rows('SELECT address FROM supervisor_failures'))
    expect(stored).not.toContain('127.0.0.1')
  })

  it('sees terminals, backlog, failures, cards and reviews on one page, and nothing of a person', async () => {
    const { intakeId, receiptNumber } = await committedIntake(hub, terminal)
    await happenedOn(hub.database, intakeId, '2024-11-04')
    await sendReview(terminal.client, intakeId, {
      reviewId: randomUUID(),
      caseId: null,
      satisfaction: 'dissatisfied',
      reasons: ['213'],
      channel: 'hall-pad',
      at: '2026-11-23T10:00:00+08:00',
    })
    const wrong = await terminal.packet(hub.keys.publicKey, { themeId: 'no-such-theme' })
    await terminal.deliver(wrong)
    await terminal.client.commit(wrong.intakeId, 'key')
    const late = new TestTerminal(() => hub.url, 'T90')
    await late.enrol()
    await late.port.send({
      method: 'GET',
      path: '/feed',
      body: null,
      headers: { 'user-agent': 'Yichuang/0.1.0' },
    })
    await hub.database.rows(
      `UPDATE terminals SET name = '<script>alert(1)</script>' WHERE terminal_id = 'T90'`,
    )
    const session = await signIn()
    expect((await post('/supervisor/check', {}, session)).headers.get('location')).toBe('/supervisor#cards')
    const page = await (await get('/supervisor', session)).text()
    expect(page).toContain(receiptNumber)
    expect(page).toContain(wrong.receiptNumber)
    expect(page).toMatch(/红牌<\/span>[\s\S]*出生医学证明[\s\S]*超期 \d+ 个工作日[\s\S]*主管核对/)
    expect(page).toContain('收件包不能打开或内容无效')
    expect(page).toContain('窗口人员业务不熟练')
    expect(page).toContain('Yichuang/0.1.0')
    expect(page).not.toContain('<script>alert')
    expect(page).not.toContain('欧试样')
    await hub.database.rows(`UPDATE terminal_failures SET last_at = now() - interval '31 days'`)
    await forgetOldFailures(hub.database)
    expect(await hub.database.rows('SELECT 1 FROM terminal_failures')).toEqual([])
    expect(page).not.toMatch(/<script(?! src="\/supervisor\/page\.js")|style="|onclick/)
  })

  it('follows a bad review up on the page', async () => {
    const { intakeId } = await committedIntake(hub, terminal)
    const reviewId = randomUUID()
    await sendReview(terminal.client, intakeId, {
      reviewId,
      caseId: null,
      satisfaction: 'very-dissatisfied',
      reasons: [],
      channel: 'hall-terminal',
      at: '2026-11-23T10:00:00+08:00',
    })
    const path = `/supervisor/reviews/${reviewId}`
    expect((await get(path)).headers.get('location')).toBe('/supervisor/login')
    const session = await signIn()
    const form = await (await get(path, session)).text()
    const followUpId = /name="followUpId" value="([^"]+)"/.exec(form)?.[1] ?? ''
    const entry = { followUpId, state: 'rectified', note: '已向群众说明 <b>' }
    expect((await post(path, entry)).status).toBe(401)
    expect((await post(path, { ...entry, state: 'open' }, session)).status).toBe(400)
    expect((await post(path, entry, session)).headers.get('location')).toBe(path)
    const after = await (await get(path, session)).text()
    expect(after).toContain('已向群众说明 &lt;b&gt;')
    expect(after).toContain('已经处理完')
    expect((await get(`/supervisor/reviews/${randomUUID()}`, session)).status).toBe(404)
  })
})
