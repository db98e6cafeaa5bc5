import { askHub } from '#build/hall'
import { type IntakeHistory, intakeListSchema } from '#sync/api'
import { readCatalogue } from '#sync/catalogue/disk'
import { atWindow, signIn, takeIn, themeCase } from '#tests/journey'
import { expect, type Page, test } from '@playwright/test'

const catalogue = readCatalogue()
const today = new Date().toLocaleDateString('sv')

interface Told {
  readonly failed: boolean
  readonly audit: readonly { action: string; operatorId: string; at: string }[]
}

/** Speaks to the desk's worker past the screens, as a script in the page would that has laid hands on it. */
function speak(page: Page, method: string, values: readonly unknown[]): Promise<Told> {
  return page.evaluate(
    async ([path, given]) => {
      const { desk } = globalThis as unknown as { desk: Worker }
      const id = `hostile-${Math.random()}`
      const answer = await new Promise<{ type: string; name?: string; value?: unknown }>((resolve) => {
        desk.addEventListener('message', ({ data }: MessageEvent<{ id?: string; type: string }>) => {
          if (data.id === id) resolve(data)
        })
        const argumentList = given.map((value) => ({ type: 'RAW', value }))
        desk.postMessage({ id, type: 'APPLY', path: ['desk', path], argumentList })
      })
      const { audit = [] } = (answer.value ?? {}) as { audit?: Told['audit'] }
      return { failed: answer.type !== 'RAW', audit }
    },
    [method, values] as const,
  )
}

test.describe.serial('a script in the page that wants another history', () => {
  const at = atWindow('history', { inspect: false })

  test.beforeAll(async () => {
    await at.terminal.start()
    const { page } = at.terminal
    // It is there before any script of ours, and keeps the worker that our page makes.
    await page.addInitScript(() => {
      const Own = globalThis.Worker
      globalThis.Worker = class extends Own {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(url, options)
          if (options?.name === 'desk') Object.assign(globalThis, { desk: this })
        }
      }
    })
    await page.reload()
    await signIn(at)
  })

  test('neither replaces it nor speaks for somebody else, and the hub finds it whole', async () => {
    const { page } = at.terminal
    const birth = catalogue.themes.find(({ id }) => id === 'birth')
    if (birth === undefined) throw new Error('there is no birth theme')
    const forged = { at: '2020-01-01T00:00:00.000Z', operatorId: '9001', action: 'signed', detail: 'mother' }
    const tried: Told[] = []
    const number = await takeIn(page, themeCase(catalogue, birth, today), async () => {
      const draftId = /#\/draft\/([0-9a-f-]{36})\//.exec(page.url())?.[1]
      if (draftId === undefined || tried.length > 0) return
      const before = await speak(page, 'getDraft', [draftId])
      tried.push(before)
      for (const audit of [[forged], []]) tried.push(await speak(page, 'saveDraft', [draftId, { audit }]))
      tried.push(await speak(page, 'saveDraft', [draftId, { did: [{ action: 'withdrawn', subject: 'x' }] }]))
      const did = [{ ...forged, action: 'card-read', subject: 'mother' }]
      tried.push(await speak(page, 'saveDraft', [draftId, { did }]))
    })
    const [before, replaced, emptied, foreign, told] = tried
    expect(before?.audit.length).toBeGreaterThan(0)
    expect([replaced, emptied]).toEqual([before, before])
    expect(foreign?.failed).toBe(true)
    const last = told?.audit.at(-1)
    expect(last).toMatchObject({ action: 'card-read', operatorId: '1001' })
    expect(last?.at.slice(0, 4)).not.toBe('2020')

    const found = async (): Promise<IntakeHistory | null> => {
      const { intakes } = intakeListSchema.parse(await askHub(at.hall, 'GET', '/intakes'))
      const own = intakes.find(
        ({ receiptNumber, state }) => receiptNumber === number && state === 'committed',
      )
      return own === undefined
        ? null
        : ((await askHub(at.hall, 'GET', `/intakes/${own.intakeId}/history`)) as IntakeHistory)
    }
    await expect.poll(found, { timeout: 60_000 }).not.toBeNull()
    expect(await found()).toMatchObject({ state: 'whole', faults: [] })
  })
})
