import { Dexie } from 'dexie'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { formatReceiptNumber, type Intake, residentIdCheckCharacter } from '#sync/model'
import { YichuangDatabase } from './database.ts'
import { type LocalStore, openStore } from './open-store.ts'

const storeKey = new Uint8Array(32).fill(7)
const searchKey = new Uint8Array(32).fill(8)
const at = '2026-03-01T02:00:00.000Z'
const idOf = (first17: string): string => `${first17}${residentIdCheckCharacter(first17)}`
const motherNumber = idOf('43010219900307442')

let source: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange }
let count = 0
const raw = (): YichuangDatabase => new YichuangDatabase('yichuang', 'strict', source as never)
const open = (given: { searchKey?: Uint8Array } = { searchKey }): Promise<LocalStore> =>
  openStore({ name: 'yichuang', storeKey, keyId: 'k1', ...given, source: source as never })

interface Said {
  values: Record<string, string>
  operatorId?: string
  submittedAt?: string
}

/** Keeps an intake with these values, which the hub has; its sequence is its number in the test. */
async function keep(store: LocalStore, { values, operatorId = 'wang', submittedAt = at }: Said) {
  count += 1
  const intakeId = `0199a000-0000-7000-8000-${String(count).padStart(12, '0')}`
  const receiptNumber = formatReceiptNumber({
    siteCode: '430102',
    terminalId: 'T01',
    day: '20260301',
    sequence: count,
  })
  const intake: Intake = {
    schema: 1,
    intakeId,
    receiptNumber,
    themeId: 'newborn',
    catalogueVersion: '1',
    answers: {},
    values: Object.fromEntries(
      Object.entries(values).map(([field, value]) => [field, { value, source: 'typed' as const }]),
    ),
    matters: ['birth-certificate'],
    materials: [],
    attachments: [],
    signature: {
      signer: 'mother',
      image: 'sig',
      statement: '',
      signedDigest: '0'.repeat(64),
      signedAt: submittedAt,
    },
    operator: { id: operatorId, name: '经办' },
    terminal: { id: 'T01', siteCode: '430102' },
    startedAt: submittedAt,
    submittedAt,
    audit: [],
    overrides: [],
    representation: null,
    supplement: null,
  }
  const packet = {
    headerBytes: new Uint8Array([1]),
    signature: new Uint8Array([2]),
    packetHash: 'ab'.repeat(32),
    parts: [],
  }
  await store.intakes.keep({ intake, sequence: count, packet, entries: [] }, 'delivered')
  return { intakeId, receiptNumber }
}

/** What a query finds: the names of the mothers, and the part of the text that it hit. */
async function ask(store: LocalStore, query: string, operatorId = 'wang') {
  const answer = await store.search?.find(operatorId, query, { limit: 20 })
  return answer?.found.map(({ stored, hits }) => [
    stored.intake.values['mother.name']?.value,
    ...hits.map(({ text, start, length }) => text.slice(start, start + length)),
  ])
}

beforeEach(() => {
  source = { indexedDB: new IDBFactory(), IDBKeyRange }
  count = 0
})

describe('an intake of one’s own', () => {
  const mother = {
    'mother.name': '欧阳若溪',
    'mother.idNumber': motherNumber,
    'mother.mobile': '13800138642',
    'father.name': 'Anna Maria Lindqvist',
    'company.orgName': '长沙市芙蓉区映山红早餐店（个体工商户）',
    'company.creditCode': '92430102MA4L0AB12X',
    'child.name': '阿依古丽·买买提',
  }
  const other = { 'mother.name': '欧阳晓', 'mother.idNumber': idOf('43010219910307551') }

  it.each([
    ['the whole name', '欧阳若溪', '欧阳若溪'],
    ['the beginning of a name', '欧阳若', '欧阳若'],
    ['the given name', '若溪', '若溪'],
    ['the whole number', motherNumber, motherNumber],
    ['the number in groups', `430102 19900307 ${motherNumber.slice(14)}`, motherNumber],
    ['the last four', motherNumber.slice(-4), motherNumber.slice(-4)],
    ['the last six', motherNumber.slice(-6), motherNumber.slice(-6)],
    ['digits of full width', '８６４２', '8642'],
    ['the end of the telephone number', '38642', '38642'],
    ['a name in letters', 'lindqvist', 'Lindqvist'],
    ['the beginning of one of its words', 'mari', 'Mari'],
    ['a firm by a part of its name', '映山红早餐', '映山红早餐'],
    ['the end of its code', '0ab12x', '0AB12X'],
    ['a name with a dot, without it', '古丽买买', '古丽·买买'],
    ['its sequence', '1', expect.stringMatching(/^00001-.$/)],
  ])('is found by %s', async (_, query, hit) => {
    const store = await open()
    await keep(store, { values: mother })
    await keep(store, { values: other })
    expect(await ask(store, query)).toEqual([['欧阳若溪', hit]])
  })

  it('is found by its receipt: whole, its end, and the end without zeros; not with a wrong check character', async () => {
    const store = await open()
    const { receiptNumber } = await keep(store, { values: mother })
    await keep(store, { values: other })
    const check = receiptNumber.slice(-1)
    for (const query of [receiptNumber, receiptNumber.toLowerCase(), `00001-${check}`, `1-${check}`])
      expect(await ask(store, query), query).toMatchObject([['欧阳若溪', expect.any(String)]])
    const wrong = check === 'A' ? 'B' : 'A'
    expect(await ask(store, `00001-${wrong}`)).toEqual([])
  })

  it('is found by a name and a number together, and not when one of them is another’s', async () => {
    const store = await open()
    await keep(store, { values: mother })
    expect(await ask(store, `若溪 ${motherNumber.slice(-4)}`)).toEqual([
      ['欧阳若溪', '若溪', motherNumber.slice(-4)],
    ])
    expect(await ask(store, '若溪 0000')).toEqual([])
  })

  it('is not looked for by what means nothing', async () => {
    const store = await open()
    await keep(store, { values: mother })
    for (const query of ['', ' ', '欧', 'an', '🙂', 'a b c d e f'])
      expect(await ask(store, query)).toBeUndefined()
  })

  it('comes newest first, no more than asked, and says that there are more', async () => {
    const store = await open()
    for (let n = 0; n < 5; n++) await keep(store, { values: { 'mother.name': '欧阳若溪', n: String(n) } })
    const answer = await store.search?.find('wang', '若溪', { limit: 3 })
    expect(answer?.found.map(({ stored }) => stored.intake.values['n']?.value)).toEqual(['4', '3', '2'])
    expect(answer?.more).toBe(true)
  })

  it('is never another operator’s', async () => {
    const store = await open()
    const { receiptNumber } = await keep(store, { values: mother })
    for (const query of ['欧阳若溪', motherNumber, receiptNumber, '1'])
      expect(await ask(store, query, 'li'), query).toEqual([])
  })

  it('is told from what the index takes for it', async () => {
    const store = await open()
    await keep(store, { values: mother })
    const { intakeId } = await keep(store, { values: other })
    const database = raw()
    const [right] = await database.search.toArray()
    await database.search.update(intakeId, { tokens: right?.tokens ?? [] })
    database.close()
    expect(await ask(store, '若溪')).toEqual([['欧阳若溪', '若溪']])
  })

  it('keeps no other from being found when it is damaged', async () => {
    const store = await open()
    const { intakeId } = await keep(store, { values: mother })
    await keep(store, { values: { ...mother, 'mother.name': '欧阳若溪二' } })
    const database = raw()
    await database.intakes.update(intakeId, { cipher: new ArrayBuffer(40) })
    database.close()
    expect(await ask(store, '若溪')).toEqual([['欧阳若溪二', '若溪']])
  })

  it('is not looked for any longer when a newer question has come', async () => {
    const store = await open()
    await keep(store, { values: mother })
    expect(await store.search?.find('wang', '若溪', { limit: 20, isOld: () => true })).toBeNull()
  })
})

describe('what the index leaves on the disk', () => {
  const values = { 'mother.name': '欧阳若溪', 'mother.idNumber': motherNumber }
  const rows = async () => {
    const database = raw()
    const found = await database.search.toArray()
    database.close()
    return found
  }

  it('is in clear nowhere, and no two operators’ tokens can be compared', async () => {
    const store = await open()
    await keep(store, { values })
    await keep(store, { values, operatorId: 'li' })
    const [wang, li] = await rows()
    expect(JSON.stringify([wang, li])).not.toMatch(/欧阳|若溪|4301021990/)
    const bare = (tokens: string[] = []): string[] => tokens.map((token) => token.split('/')[1] ?? '')
    expect(bare(wang?.tokens).filter((token) => bare(li?.tokens).includes(token)).length).toBeLessThan(4)
  })

  it('is another under another key', async () => {
    await keep(await open(), { values })
    const [one] = await rows()
    source = { indexedDB: new IDBFactory(), IDBKeyRange }
    count = 0
    await keep(await open({ searchKey: new Uint8Array(32).fill(9) }), { values })
    expect((await rows())[0]?.tokens).not.toEqual(one?.tokens)
  })

  it('does not say how many people an intake speaks of', async () => {
    const store = await open()
    await keep(store, { values: { 'mother.name': '李明' } })
    await keep(store, { values })
    const sizes = (await rows()).map(({ tokens }) => tokens.length)
    expect(new Set(sizes)).toEqual(new Set([8]))
  })

  it('is nothing where nobody searches', async () => {
    const store = await open({})
    await keep(store, { values })
    expect(store.search).toBeNull()
    expect(await rows()).toEqual([])
  })

  it('goes with the intake', async () => {
    const store = await open()
    await keep(store, { values })
    const { expired } = await store.retention.due({ before: '2027-01-01', longest: '2020-01-01' }, '', 10)
    expect(await store.retention.expire(expired)).toBe(1)
    expect(await rows()).toEqual([])
  })
})

describe('a database of a version before there was a search', () => {
  const versions: Record<number, Record<string, string>[]> = {
    1: [
      {
        drafts: 'id, operatorId, [operatorId+updatedAt]',
        draftParts: 'key, draftId',
        intakes: 'intakeId, sequence, [operatorId+sequence], [delivery+submittedAt]',
        parts: 'key, intakeId',
        outbox: 'entryId, intakeId, state',
        feed: 'key',
        tasks: 'taskId, intakeId, [operatorId+state]',
        meta: 'key',
      },
    ],
  }
  versions[2] = [...(versions[1] ?? []), { statistics: 'intakeId, day' }]

  it.each([1, 2])(
    '%i opens at once, and its intakes are indexed afterwards, a few at a time',
    async (version) => {
      const store = await open({})
      for (let n = 0; n < 7; n++) await keep(store, { values: { 'mother.name': '欧阳若溪' } })
      const now = raw()
      await now.open()
      const tables = Object.keys(Object.assign({}, ...(versions[version] ?? [])) as object)
      const kept = await Promise.all(
        tables.map(async (table) => [table, await now.table(table).toArray()] as const),
      )
      now.close()
      source = { indexedDB: new IDBFactory(), IDBKeyRange }
      const old = new Dexie('yichuang', source as never)
      for (const [index, stores] of (versions[version] ?? []).entries()) old.version(index + 1).stores(stores)
      await old.open()
      for (const [table, values] of kept) await old.table(table).bulkPut(values as never[])
      old.close()

      const next = await open()
      expect(await next.search?.isComplete()).toBe(false)
      // Its receipt needs no index.
      expect(await ask(next, '00003')).toHaveLength(1)
      expect(await ask(next, '若溪')).toEqual([])
      let steps = 0
      for (let after: string | null | undefined = ''; typeof after === 'string'; steps++)
        after = await next.search?.indexNext(after, 3)
      expect(steps).toBe(3)
      expect(await next.search?.isComplete()).toBe(true)
      expect(await ask(next, '若溪')).toHaveLength(7)
    },
  )
})
