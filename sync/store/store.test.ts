import { Dexie } from 'dexie'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Draft, Intake } from '#sync/model'
import { entriesFor } from '#sync/outbox'
import { YichuangDatabase } from './database.ts'
import { type LocalStore, openStore } from './open-store.ts'
import { StoreError, storeErrorFrom } from './store-error.ts'

const intakeId = '0199a000-0000-7000-8000-000000000001'
const storeKey = new Uint8Array(32).fill(7)
const wangKey = new Uint8Array(32).fill(1)
const liKey = new Uint8Array(32).fill(2)
const at = '2026-11-23T09:00:00+08:00'
const name = '欧阳若溪'
const idNumber = '430102199003074427'

const draft: Draft = {
  id: intakeId,
  operatorId: 'wang',
  themeId: 'newborn',
  answers: {},
  values: {
    'mother.name': { value: name, source: 'card' },
    'mother.idNumber': { value: idNumber, source: 'card' },
  },
  materials: [],
  attachments: [],
  signature: null,
  transfer: null,
  step: 'form',
  audit: [],
  overrides: [],
  representation: null,
  supplement: null,
  createdAt: at,
  updatedAt: at,
}
const intake: Intake = {
  schema: 1,
  intakeId,
  receiptNumber: '430102-T01-20261123-00042-K',
  themeId: 'newborn',
  catalogueVersion: '1',
  answers: {},
  values: draft.values,
  matters: ['birth-certificate'],
  materials: [],
  attachments: [],
  signature: { signer: 'mother', image: 'sig', statement: '', signedDigest: '0'.repeat(64), signedAt: at },
  operator: { id: 'wang', name: '王某' },
  terminal: { id: 'T01', siteCode: '430102' },
  startedAt: at,
  submittedAt: at,
  audit: [],
  overrides: [],
  representation: null,
  supplement: null,
}
const sealed = {
  intake,
  sequence: 42,
  packet: {
    headerBytes: new Uint8Array([1]),
    signature: new Uint8Array([2]),
    packetHash: 'ab'.repeat(32),
    parts: [{ id: 'intake', bytes: new Uint8Array([3, 4]) }],
  },
  entries: entriesFor({ intakeId, parts: [{ id: 'intake', size: 2 }] }, 0, () => crypto.randomUUID()),
}

let source: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange }
const open = (key = storeKey): Promise<LocalStore> =>
  openStore({ name: 'yichuang', storeKey: key, source: source as never })
const raw = (): YichuangDatabase => new YichuangDatabase('yichuang', 'strict', source as never)

beforeEach(() => {
  source = { indexedDB: new IDBFactory(), IDBKeyRange }
})

describe('the store', () => {
  it('asks for strict durability for submissions and relaxed for drafts', async () => {
    const asked: string[] = []
    const factory = source.indexedDB
    const spying = {
      open: (...given: Parameters<IDBFactory['open']>) => {
        const request = factory.open(...given)
        request.addEventListener('success', () => {
          const database = request.result as unknown as { transaction: (...args: unknown[]) => unknown }
          const begin = database.transaction.bind(database)
          database.transaction = (tables, mode, options) => {
            if (mode === 'readwrite') {
              const durability = (options as { durability?: string } | undefined)?.durability ?? 'none'
              asked.push(`${[tables].flat().join('+')} ${durability}`)
            }
            return begin(tables, mode, options)
          }
        })
        return request
      },
      deleteDatabase: factory.deleteDatabase.bind(factory),
      cmp: factory.cmp.bind(factory),
    }
    source = { indexedDB: spying as never, IDBKeyRange }
    const store = await open()
    await (await store.drafts('wang', wangKey)).create(draft)
    await store.intakes.keep(sealed)
    expect(asked).toContain('drafts relaxed')
    expect(asked).toContain('intakes+parts+outbox+drafts+draftParts strict')
    expect(asked.filter((line) => line.startsWith('intakes') && line.endsWith('relaxed'))).toEqual([])
  })

  it('keeps an intake with its packet and outbox entries, and removes the draft and its files with it', async () => {
    const store = await open()
    const drafts = await store.drafts('wang', wangKey)
    await drafts.create(draft)
    await drafts.update(draft, { add: { id: 'scan-1', bytes: new Uint8Array([9]) } })
    await store.intakes.keep(sealed)
    await store.intakes.keep({ ...sealed, sequence: 43 })
    expect(await drafts.get(intakeId)).toBeNull()
    expect(await drafts.readPart(intakeId, 'scan-1')).toBeNull()
    expect(await store.intakes.get(intakeId)).toMatchObject({
      delivery: 'waiting',
      intake: { receiptNumber: intake.receiptNumber },
    })
    expect(await raw().intakes.get(intakeId)).toMatchObject({ sequence: 42 })
    expect((await store.delivery.entriesOf(intakeId)).map((entry) => entry.kind)).toEqual([
      'announce',
      'part',
      'commit',
    ])
    expect(await store.delivery.partBytes(intakeId, 'intake')).toEqual(new Uint8Array([3, 4]))
    expect(await store.delivery.pending()).toEqual({ count: 1, oldestAt: at })
  })

  it('leaves nothing behind of a submission that does not fit on the disk', async () => {
    const store = await open()
    await (await store.drafts('wang', wangKey)).create(draft)
    const tooMuch = {
      ...sealed,
      entries: [...sealed.entries, { ...sealed.entries[0], entryId: undefined } as never],
    }
    await expect(store.intakes.keep(tooMuch)).rejects.toThrow()
    expect(await store.intakes.get(intakeId)).toBeNull()
    expect(await raw().parts.count()).toBe(0)
    expect(await (await store.drafts('wang', wangKey)).get(intakeId)).toEqual(draft)
  })

  it('tells a full disk, a lost database and a damaged row apart', () => {
    const quota = new Dexie.AbortError('x', Object.assign(new Error(), { name: 'QuotaExceededError' }))
    expect(storeErrorFrom(quota, 'x')).toMatchObject({ code: 'store-quota', retryable: false })
    const lost = new Dexie.OpenFailedError('x', Object.assign(new Error(), { name: 'UnknownError' }))
    expect(storeErrorFrom(lost, 'x')).toMatchObject({ code: 'store-unavailable', retryable: true })
    const torn = Object.assign(new Error(), { name: 'NotReadableError' })
    expect(storeErrorFrom(torn, 'x')).toMatchObject({ code: 'store-damaged' })
    expect(storeErrorFrom(new TypeError('bug'), 'x')).toBeInstanceOf(TypeError)
  })

  it('gives up after three repetitions when the database does not open, and deletes nothing', async () => {
    let opened = 0
    let deleted = 0
    const failing = {
      open: () => {
        opened += 1
        throw Object.assign(new Error('Internal error opening backing store'), { name: 'UnknownError' })
      },
      deleteDatabase: () => {
        deleted += 1
      },
    }
    source = { indexedDB: failing as never, IDBKeyRange }
    await expect(open()).rejects.toMatchObject({ code: 'store-unavailable' })
    expect(opened).toBeGreaterThanOrEqual(3)
    expect(opened).toBeLessThanOrEqual(8)
    expect(deleted).toBe(0)
  })

  it('says that the key is wrong before it reads a row', async () => {
    const store = await open()
    await store.drafts('wang', wangKey)
    await expect(open(new Uint8Array(32))).rejects.toMatchObject({ code: 'store-wrong-key' })
    await expect(open(new Uint8Array(16))).rejects.toMatchObject({ code: 'store-wrong-key' })
    await expect(store.drafts('wang', liKey)).rejects.toMatchObject({ code: 'store-wrong-key' })
    await expect(open()).resolves.toBeDefined()
  })

  it('does not open a value that was moved to another row or table', async () => {
    const store = await open()
    const drafts = await store.drafts('wang', wangKey)
    const other = '0199a000-0000-7000-8000-000000000002'
    await drafts.create(draft)
    const row = await raw().drafts.get(intakeId)
    await raw().drafts.put({ ...(row as NonNullable<typeof row>), id: other })
    await expect(drafts.get(other)).rejects.toMatchObject({ code: 'store-damaged' })
    await drafts.update(draft, { add: { id: 'scan-1', bytes: new Uint8Array([1]) } })
    const { nonce, cipher } = row as NonNullable<typeof row>
    await raw().draftParts.update(`${intakeId}/scan-1`, { nonce, cipher })
    await expect(drafts.readPart(intakeId, 'scan-1')).rejects.toBeInstanceOf(StoreError)
  })

  it("never shows an operator another one's drafts", async () => {
    const store = await open()
    const wang = await store.drafts('wang', wangKey)
    await wang.create(draft)
    const li = await store.drafts('li', liKey)
    expect(await li.list()).toEqual([])
    expect(await li.get(intakeId)).toBeNull()
    expect(await li.update({ ...draft, operatorId: 'li' })).toBe(false)
    await li.remove(intakeId)
    expect(await wang.list()).toEqual([draft])
  })
})

describe('records that the hub changes', () => {
  it('are changed once, with the cursor, and a cursor that moved on writes nothing', async () => {
    const { delivery, intakes } = await open()
    await intakes.keep(sealed)
    const accept = (record: Parameters<Parameters<typeof delivery.change>[1]>[0]) => ({
      ...record,
      delivery: 'delivered' as const,
      provinceNumber: 'HN-1',
    })
    const changed = await delivery.change([intakeId, intakeId], accept, { cursor: { from: null, to: 'c1' } })
    expect(changed).toHaveLength(1)
    expect(await delivery.change([intakeId], accept, { cursor: { from: null, to: 'c9' } })).toBeNull()
    expect(await delivery.cursor()).toBe('c1')
    expect(await intakes.get(intakeId)).toMatchObject({ provinceNumber: 'HN-1', delivery: 'delivered' })
    expect(await intakes.deliveredIds()).toEqual(new Set([intakeId]))
  })

  it('lose no change when two write at once', async () => {
    const { delivery, intakes } = await open()
    await intakes.keep(sealed)
    const add = (caseId: string) =>
      delivery.change([intakeId], (record) => ({
        ...record,
        cases: [
          ...record.cases,
          {
            caseId,
            caseNumber: caseId,
            matterId: 'm',
            department: 'd',
            status: 'pending',
            result: null,
            position: 1,
          },
        ],
      }))
    await Promise.all(['a', 'b', 'c', 'd'].map(add))
    expect((await intakes.get(intakeId))?.cases.map((one) => one.caseId).sort()).toEqual(['a', 'b', 'c', 'd'])
  })
})
