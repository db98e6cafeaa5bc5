import { type HubCase, timeLimitCheckSchema, type TimeLimitList, timeLimitListSchema } from '#sync/api'
import { readCatalogue } from '#sync/catalogue/disk'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { onEachDatabase } from '../each-database.test-support.ts'
import { postgresMissing, TestPostgres } from '../postgres.test-support.ts'
import type { TestTerminal } from '../terminal.test-support.ts'
import { TestHub } from '../test-hub.test-support.ts'
import { committedIntake, happenedOn } from './past.test-support.ts'
import { caseInEvent } from './tables.ts'
import { checkTimeLimits, listTimeLimits } from './time-cards.ts'

const bundled = readCatalogue()
/** The catalogue with a promise of five working days for every matter. */
const catalogue: typeof bundled = {
  ...bundled,
  themes: bundled.themes.map((theme) => ({
    ...theme,
    matters: theme.matters.map((matter) => ({ ...matter, workingDays: 5 })),
  })),
}
const noon = (day: string): Date => new Date(`${day}T12:00:00+08:00`)

onEachDatabase('red and yellow cards', (start) => {
  let hub: TestHub
  let terminal: TestTerminal
  beforeAll(async () => {
    hub = await start()
  }, 120_000)
  afterAll(() => hub.remove())
  beforeEach(async () => {
    await hub.database.rows('TRUNCATE time_cards')
    await hub.database.rows('UPDATE cases SET clock_settled = true')
    terminal = await hub.terminal()
  })

  const check = (day: string, by: 'clock' | 'staff' = 'clock') =>
    checkTimeLimits({ database: hub.database, catalogue }, by, noon(day))
  const list = (day: string, state: 'open' | 'ended' = 'open'): Promise<TimeLimitList> =>
    listTimeLimits({ database: hub.database, catalogue }, { state, limit: 100 }, noon(day))

  async function report(caseId: string | undefined, status: string): Promise<void> {
    const answer = await hub.staff('POST', `/cases/${caseId}/progress`, { status })
    expect(answer.status).toBe(200)
  }

  /** The intake's first case, accepted on Monday 2 November 2026. */
  async function acceptedCase(): Promise<HubCase & { intakeId: string }> {
    const { intakeId, cases } = await committedIntake(hub, terminal)
    const [first] = cases
    if (first === undefined) throw new Error('there is no case')
    await report(first.caseId, 'accepted')
    await happenedOn(hub.database, intakeId, '2026-11-02')
    // The others have nothing to do with it.
    await hub.database.rows('UPDATE cases SET clock_settled = true WHERE intake_id = $1 AND case_id <> $2', [
      intakeId,
      first.caseId,
    ])
    return { ...first, intakeId }
  }

  it('come when little is left and when nothing is, each once, with who, when and why', async () => {
    const one = await acceptedCase()
    expect((await check('2026-11-05')).given).toEqual({ yellow: 0, red: 0 })
    expect((await check('2026-11-06')).given).toEqual({ yellow: 1, red: 0 })
    expect((await check('2026-11-09')).given).toEqual({ yellow: 0, red: 0 })
    expect((await check('2026-11-10', 'staff')).given).toEqual({ yellow: 0, red: 1 })
    const { totals, cases } = await list('2026-11-11')
    expect(totals).toEqual({ red: 1, yellow: 0 })
    expect(cases).toMatchObject([
      {
        caseId: one.caseId,
        status: 'accepted',
        matter: '出生医学证明',
        limits: [{ kind: 'acceptance' }, { kind: 'completion', remainingDays: -2, dueOn: '2026-11-09' }],
        cards: [
          { colour: 'yellow', givenBy: 'clock', day: '2026-11-06', startedOn: '2026-11-02', usedDays: 4 },
          { colour: 'red', givenBy: 'staff', day: '2026-11-10', workingDays: 5, usedDays: 6 },
        ],
      },
    ])
  })

  it('stay when the case is over, and nobody can take them back', async () => {
    const one = await acceptedCase()
    await check('2026-11-10')
    await report(one.caseId, 'completed')
    expect((await list('2026-11-10')).cases).toEqual([])
    expect((await list('2026-11-10', 'ended')).cases).toMatchObject([
      { caseId: one.caseId, status: 'completed', cards: [{ colour: 'red' }] },
    ])
    for (const sql of ['DELETE FROM time_cards', "UPDATE time_cards SET colour = 'yellow'"])
      await expect(hub.database.rows(sql)).rejects.toThrow('stays')
  })

  it('come too where the case was finished late before anybody looked', async () => {
    const one = await acceptedCase()
    await report(one.caseId, 'completed')
    await happenedOn(hub.database, one.intakeId, '2026-11-02')
    await hub.database.rows(
      `UPDATE feed SET event = replace(event, '2026-11-02', '2026-11-20')
       WHERE case_id = $1 AND event LIKE '%"completed"%'`,
      [one.caseId],
    )
    expect((await check('2026-11-27')).given).toEqual({ yellow: 0, red: 1 })
    expect(await check('2026-11-30')).toEqual({ checked: 0, given: { yellow: 0, red: 0 } })
  })

  it('do not come while the applicant’s correction is awaited', async () => {
    const one = await acceptedCase()
    const asked = await hub.staff('POST', `/cases/${one.caseId}/supplement-requests`, {
      items: [{ materialId: null, text: '请补充一份说明。' }],
    })
    expect(asked.status).toBe(200)
    await happenedOn(hub.database, one.intakeId, '2026-11-02')
    expect((await check('2026-12-01')).given).toEqual({ yellow: 0, red: 0 })
  })

  it('come to a department that takes no notice of a case, and the promise then runs from its receipt', async () => {
    const { intakeId, cases } = await committedIntake(hub, terminal)
    const silent = cases.find(({ status }) => status === 'pending')
    await happenedOn(hub.database, intakeId, '2026-11-02')
    await check('2026-11-05')
    expect((await list('2026-11-05')).cases[0]?.cards).toMatchObject([
      { kind: 'acceptance', colour: 'yellow' },
    ])
    await check('2026-11-10')
    const late = (await list('2026-11-10')).cases.find(({ caseId }) => caseId === silent?.caseId)
    expect(late?.status).toBe('pending')
    expect(late?.cards.map(({ kind, colour }) => `${kind} ${colour}`)).toEqual([
      'acceptance yellow',
      'acceptance red',
      'completion red',
    ])
  })

  it('go by a log that an older hub’s feed is read into as its own is written', async () => {
    await acceptedCase()
    const unlike = `SELECT event FROM feed WHERE case_id IS DISTINCT FROM ${caseInEvent}`
    expect(await hub.database.rows(unlike)).toEqual([])
    expect(await hub.database.rows('SELECT 1 FROM feed WHERE case_id IS NOT NULL')).not.toEqual([])
  })

  it('are asked for and listed over the contract, red ones first, with nothing of the person', async () => {
    const [red, yellow] = [await committedIntake(hub, terminal), await acceptedCase()]
    await happenedOn(hub.database, red.intakeId, '2024-11-04')
    await checkTimeLimits({ database: hub.database, catalogue }, 'clock', noon('2026-11-06'))
    const { status, json } = await hub.staff('POST', '/time-limits/checks')
    expect(status).toBe(200)
    expect(timeLimitCheckSchema.parse(json).checked).toBeGreaterThan(1)
    const listed = await hub.staff('GET', '/time-limits?limit=50')
    const { cases } = timeLimitListSchema.parse(listed.json)
    const colours = cases.map(({ cards }) => cards.some(({ colour }) => colour === 'red'))
    expect(colours).toEqual([...colours].sort((a, b) => Number(b) - Number(a)))
    expect(cases.map(({ caseId }) => caseId)).toContain(yellow.caseId)
    expect(cases.find(({ receiptNumber }) => receiptNumber === red.receiptNumber)?.cards[0]?.givenBy).toBe(
      'clock',
    )
    expect(JSON.stringify(listed.json)).not.toContain('欧试样')
    expect((await fetch(`${hub.url}/time-limits`)).status).toBe(401)
  })
})

const missing = postgresMissing()
describe.skipIf(missing !== null)(`cards of two hubs${missing === null ? '' : `: ${missing}`}`, () => {
  let postgres: TestPostgres
  let one: TestHub
  let other: TestHub
  beforeAll(async () => {
    postgres = await TestPostgres.start()
    const address = postgres.database('shared')
    one = await TestHub.start(undefined, { postgres: address })
    other = await TestHub.start(undefined, { postgres: address, beside: one })
  }, 120_000)
  afterAll(async () => {
    await other.remove()
    await one.remove()
    await postgres.remove()
  })

  it('that look at the same moment are given once, and both tell the same', async () => {
    const terminal = await one.terminal()
    for (let at = 0; at < 8; at++) {
      const { intakeId } = await committedIntake(one, terminal)
      await happenedOn(one.database, intakeId, '2026-11-02')
    }
    const open = await one.database.rows(`SELECT 1 FROM cases WHERE status = 'pending'`)
    const looks = await Promise.all(
      [one, other, one, other].map((hub) =>
        checkTimeLimits({ database: hub.database, catalogue }, 'clock', noon('2026-11-06')),
      ),
    )
    const given = looks.reduce((sum, look) => sum + look.given.yellow, 0)
    expect(given).toBe(open.length)
    expect(await one.database.rows('SELECT 1 FROM time_cards')).toHaveLength(open.length)
    const [here, there] = await Promise.all(
      [one, other].map((hub) => hub.staff('GET', '/time-limits').then(({ json }) => json as unknown)),
    )
    expect(there).toEqual(here)
    expect(timeLimitListSchema.parse(here).totals.yellow).toBe(open.length)
  })
})
