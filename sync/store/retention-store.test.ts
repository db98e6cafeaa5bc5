import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { Dexie } from 'dexie'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CaseStatus, Intake } from '#sync/model'
import { entriesFor, type TaskRecord } from '#sync/outbox'
import { YichuangDatabase } from './database.ts'
import { type LocalStore, openStore } from './open-store.ts'
import { RowCipher } from './row-cipher.ts'

const storeKey = new Uint8Array(32).fill(7)
const name = '欧阳若溪'
const receiptNumber = '430102-T01-20260301-00042-K'
const limits = { before: '2026-06-01T00:00:00.000Z', longest: '2025-06-01T00:00:00.000Z' }

let source: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange }
let count = 0
const raw = (): YichuangDatabase => new YichuangDatabase('yichuang', 'strict', source as never)
const open = (): Promise<LocalStore> => openStore({ name: 'yichuang', storeKey, source: source as never })

function intakeOf(submittedAt: string, intakeId: string): Intake {
  return {
    schema: 1,
    intakeId,
    receiptNumber,
    themeId: 'newborn',
    catalogueVersion: '1',
    answers: {},
    values: { 'mother.name': { value: name, source: 'card' } },
    matters: ['birth-certificate', 'household'],
    materials: [],
    attachments: [],
    signature: {
      signer: 'mother',
      image: 'sig',
      statement: '',
      signedDigest: '0'.repeat(64),
      signedAt: submittedAt,
    },
    operator: { id: 'wang', name: '王某' },
    terminal: { id: 'T01', siteCode: '430102' },
    startedAt: new Date(Date.parse(submittedAt) - 420_000).toISOString(),
    submittedAt,
    audit: [],
    overrides: [],
    representation: null,
    supplement: null,
  }
}

/** Keeps an intake that the hub has, and of which a department says this. */
async function keep(
  store: LocalStore,
  submittedAt: string,
  { status = 'completed', waiting = false }: { status?: CaseStatus; waiting?: boolean } = {},
): Promise<string> {
  count += 1
  const intakeId = `0199a000-0000-7000-8000-${String(count).padStart(12, '0')}`
  await store.intakes.keep(
    {
      intake: intakeOf(submittedAt, intakeId),
      sequence: count,
      packet: {
        headerBytes: new Uint8Array([1]),
        signature: new Uint8Array([2]),
        packetHash: 'ab'.repeat(32),
        parts: [{ id: 'intake', bytes: new Uint8Array([3, 4]) }],
      },
      entries: waiting
        ? entriesFor({ intakeId, parts: [{ id: 'intake', size: 2 }] }, 0, () => crypto.randomUUID())
        : [],
    },
    waiting ? 'waiting' : 'delivered',
  )
  await store.delivery.change([intakeId], (record) => ({
    ...record,
    cases: [
      {
        caseId: `case-${String(count)}`,
        caseNumber: `C${String(count)}`,
        matterId: 'birth-certificate',
        department: '卫健',
        status,
        result: null,
        position: 1,
      },
    ],
  }))
  return intakeId
}

const dueIds = async (store: LocalStore): Promise<string[]> =>
  (await store.retention.due(limits, '', 100)).expired.map(({ intakeId }) => intakeId)

beforeEach(() => {
  source = { indexedDB: new IDBFactory(), IDBKeyRange }
})

describe('the time of an intake on this terminal', () => {
  it('is over when it is old, the hub has it, and nothing more is expected', async () => {
    const store = await open()
    const over = await keep(store, '2026-03-01T02:00:00.000Z')
    await keep(store, '2026-07-01T02:00:00.000Z')
    await keep(store, '2026-03-02T02:00:00.000Z', { waiting: true })
    await keep(store, '2026-03-03T02:00:00.000Z', { status: 'processing' })
    const forgotten = await keep(store, '2025-03-03T02:00:00.000Z', { status: 'processing' })
    expect(await dueIds(store)).toEqual([forgotten, over])
  })

  it('is not over while a clerk has something to do about it', async () => {
    const store = await open()
    const intakeId = await keep(store, '2026-03-01T02:00:00.000Z')
    const task: Omit<TaskRecord, 'state'> = {
      taskId: `${intakeId}/x`,
      intakeId,
      operatorId: 'wang',
      receiptNumber,
      kind: 'deferred',
      caseId: null,
      department: null,
      matterId: null,
      items: [],
      note: '',
      dueDate: null,
      at: '2026-03-01T02:00:00.000Z',
      position: 0,
    }
    await store.delivery.change([intakeId], (record) => ({ ...record, tasks: [{ ...task, state: 'later' }] }))
    expect(await dueIds(store)).toEqual([])
    await store.delivery.change([intakeId], (record) => ({ ...record, tasks: [{ ...task, state: 'done' }] }))
    expect(await dueIds(store)).toEqual([intakeId])
  })

  it('is looked at in pieces, each intake once', async () => {
    const store = await open()
    const ids: string[] = []
    for (let day = 1; day <= 7; day += 1) ids.push(await keep(store, `2026-03-0${String(day)}T02:00:00.000Z`))
    const seen: string[] = []
    for (let after: string | null = ''; after !== null;) {
      const { expired, next } = await store.retention.due(limits, after, 3)
      seen.push(...expired.map(({ intakeId }) => intakeId))
      after = next
    }
    expect(seen).toEqual(ids)
  })

  it('leaves numbers for the year and nothing of the citizen', async () => {
    const store = await open()
    const intakeId = await keep(store, '2026-03-01T02:00:00.000Z')
    const { expired } = await store.retention.due(limits, '', 100)
    expect(await store.retention.expire(expired)).toBe(1)
    expect(await store.intakes.get(intakeId)).toBeNull()
    const kept = await store.retention.statistics('2026-02-01', '2026-04-01')
    expect(kept).toMatchObject([
      { themeId: 'newborn', operatorId: 'wang', matters: 2, seconds: 420, cases: { completed: 1 } },
    ])
    for (const word of [name, receiptNumber]) expect(JSON.stringify(kept)).not.toContain(word)
    const database = raw()
    await database.open()
    for (const table of [database.intakes, database.parts, database.tasks, database.outbox])
      expect(await table.count()).toBe(0)
    database.close()
  })

  it('goes on if it has changed since it was looked at', async () => {
    const store = await open()
    const intakeId = await keep(store, '2026-03-01T02:00:00.000Z')
    const { expired } = await store.retention.due(limits, '', 100)
    await store.delivery.change([intakeId], (record) => ({ ...record, provinceNumber: '湘0001' }))
    expect(await store.retention.expire(expired)).toBe(0)
    expect((await store.intakes.get(intakeId))?.provinceNumber).toBe('湘0001')
  })
})

describe('a damaged row', () => {
  it('is left for somebody to look at, and stops nothing', async () => {
    const store = await open()
    const damaged = await keep(store, '2026-03-01T02:00:00.000Z')
    const over = await keep(store, '2026-03-02T02:00:00.000Z')
    const database = raw()
    await database.open()
    await database.intakes.update(damaged, { cipher: new ArrayBuffer(40) })
    database.close()
    expect(await dueIds(store)).toEqual([over])
  })
})

describe('a database of the version before retention', () => {
  /** Version 1 as it was shipped, written by hand: the class must not be able to change it with itself. */
  const versionOne = {
    drafts: 'id, operatorId, [operatorId+updatedAt]',
    draftParts: 'key, draftId',
    intakes: 'intakeId, sequence, [operatorId+sequence], [delivery+submittedAt]',
    parts: 'key, intakeId',
    outbox: 'entryId, intakeId, state',
    feed: 'key',
    tasks: 'taskId, intakeId, [operatorId+state]',
    meta: 'key',
  }

  it('is opened with all that it holds, and can expire from then on', async () => {
    const store = await open()
    const intakeId = await keep(store, '2026-03-01T02:00:00.000Z')
    const before = await store.intakes.get(intakeId)
    store.close()
    // The same rows in a database that was never more than version 1.
    const now = raw()
    await now.open()
    const rows = await Promise.all(
      Object.keys(versionOne).map(async (table) => [table, await now.table(table).toArray()] as const),
    )
    now.close()
    source = { indexedDB: new IDBFactory(), IDBKeyRange }
    const old = new Dexie('yichuang', source as never)
    old.version(1).stores(versionOne)
    await old.open()
    for (const [table, values] of rows) await old.table(table).bulkPut(values as never[])
    old.close()

    const next = await open()
    expect(await next.intakes.get(intakeId)).toEqual(before)
    const { expired } = await next.retention.due(limits, '', 100)
    expect(await next.retention.expire(expired)).toBe(1)
    expect(await next.retention.statistics('2026-01-01', '2026-12-31')).toHaveLength(1)
    next.close()
  })

  it('of a version after it is opened by the program before, as it is', async () => {
    const store = await open()
    const intakeId = await keep(store, '2026-03-01T02:00:00.000Z')
    store.close()
    const old = new Dexie('yichuang', source as never)
    old.version(1).stores(versionOne)
    await old.open()
    const row = (await old.table('intakes').get(intakeId)) as {
      nonce: Uint8Array<ArrayBuffer>
      cipher: ArrayBuffer
    }
    const cipher = await RowCipher.of({ keyId: '', key: storeKey })
    expect(new TextDecoder().decode(await cipher.open('intakes', intakeId, row))).toContain(name)
    old.close()
  })
})
