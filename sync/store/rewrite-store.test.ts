import { Dexie } from 'dexie'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Draft, Intake } from '#sync/model'
import { YichuangDatabase } from './database.ts'
import { type LocalStore, openStore } from './open-store.ts'
import type { Reseal, ScanPlace } from './rewrite-store.ts'
import { RowCipher } from './row-cipher.ts'

const at = '2026-03-01T02:00:00.000Z'
const root = (n: number) => ({
  keyId: `k${n}`,
  storeKey: new Uint8Array(32).fill(n),
  searchKey: new Uint8Array(32).fill(n + 100),
})
const draftKey = (operatorId: string, n: number): Uint8Array =>
  new Uint8Array(32).fill((operatorId === 'wang' ? 50 : 70) + n)

let source: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange }
const raw = (): YichuangDatabase => new YichuangDatabase('yichuang', 'strict', source as never)
/** Opens with the keys of these roots, the current one first. */
const open = (current: number, ...earlier: number[]): Promise<LocalStore> =>
  openStore({ name: 'yichuang', ...root(current), earlier: earlier.map(root), source: source as never })
const draftsOf = (store: LocalStore, operatorId: string, current: number, ...earlier: number[]) =>
  store.drafts(operatorId, draftKey(operatorId, current), {
    keyId: `k${current}`,
    earlier: earlier.map((n) => ({ keyId: `k${n}`, key: draftKey(operatorId, n) })),
  })

/** The main process's part, with the keys of roots 1 and 2. */
const reseal: Reseal = async ({ operatorId, additionalData, nonce, cipher }) => {
  const key = (n: number) =>
    crypto.subtle.importKey('raw', new Uint8Array(draftKey(operatorId, n)), 'AES-GCM', false, [
      'encrypt',
      'decrypt',
    ])
  const bound = new Uint8Array(additionalData)
  for (const n of [1, 2]) {
    const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: bound }
    const plain = await crypto.subtle.decrypt(algorithm, await key(n), cipher).catch(() => null)
    if (plain === null) continue
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const anew = await crypto.subtle.encrypt({ ...algorithm, iv }, await key(2), plain)
    return { keyId: 'k2', nonce: iv, cipher: anew }
  }
  return null
}

const idOf = (n: number): string => `0199a000-0000-7000-8000-${String(n).padStart(12, '0')}`

function draftOf(n: number, operatorId: string): Draft {
  return {
    id: idOf(n),
    operatorId,
    themeId: 'newborn',
    answers: {},
    values: { 'mother.name': { value: '欧阳若溪', source: 'card' } },
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
}

async function keep(store: LocalStore, n: number): Promise<void> {
  const { id, operatorId, transfer: _t, step: _s, createdAt, updatedAt, ...held } = draftOf(n, 'wang')
  const intake: Intake = {
    ...held,
    schema: 1,
    intakeId: id,
    receiptNumber: `430102-T01-20260301-${String(n).padStart(5, '0')}-K`,
    catalogueVersion: '1',
    matters: ['birth-certificate'],
    materials: [{ materialId: 'paper', status: 'deferred', dueDate: '2026-03-20' }],
    signature: { signer: 'mother', image: 'sig', statement: '', signedDigest: '0'.repeat(64), signedAt: at },
    operator: { id: operatorId, name: '经办' },
    terminal: { id: 'T01', siteCode: '430102' },
    startedAt: createdAt,
    submittedAt: updatedAt,
  }
  const packet = {
    headerBytes: new Uint8Array([1]),
    signature: new Uint8Array([2]),
    packetHash: 'ab'.repeat(32),
    parts: [{ id: 'intake', bytes: new Uint8Array([3, 4]) }],
  }
  await store.intakes.keep({ intake, sequence: n, packet, entries: [] }, 'delivered')
}

const intakes = 45

/** What is in the store can be read, all of it. */
async function readAll(store: LocalStore, ...roots: [number, ...number[]]) {
  const [current, ...earlier] = roots
  const list = await store.intakes.list('wang', 1_000)
  const wang = await draftsOf(store, 'wang', current, ...earlier)
  const li = await draftsOf(store, 'li', current, ...earlier)
  return {
    intakes: list.length,
    tasks: list.flatMap(({ tasks }) => tasks).length,
    drafts: (await wang.list()).length + (await li.list()).length,
    files: [await wang.readPart(idOf(901), 'scan-1'), await li.readPart(idOf(902), 'scan-1')],
  }
}
const everything = { intakes, tasks: intakes, drafts: 2, files: [new Uint8Array([9]), new Uint8Array([9])] }

async function scan(store: LocalStore, place: ScanPlace | null = null, steps = Infinity) {
  const sum = { found: 0, unopened: 0, looked: 0, steps: 0 }
  for (let next = place; sum.steps < steps;) {
    const step = await store.rewrite.next(next, reseal)
    sum.found += step.found
    sum.unopened += step.unopened
    sum.looked += step.looked
    sum.steps += 1
    next = step.next
    if (next === null) break
  }
  return sum
}

beforeEach(async () => {
  source = { indexedDB: new IDBFactory(), IDBKeyRange }
  const store = await open(1)
  for (let n = 1; n <= intakes; n++) await keep(store, n)
  for (const [n, operatorId] of [
    [901, 'wang'],
    [902, 'li'],
  ] as const) {
    const drafts = await draftsOf(store, operatorId, 1)
    await drafts.create(draftOf(n, operatorId))
    await drafts.update(draftOf(n, operatorId), { add: { id: 'scan-1', bytes: new Uint8Array([9]) } })
  }
  store.close()
})

describe('a store whose keys are rotated', () => {
  it('is read under both roots, and written under the new one', async () => {
    const store = await open(2, 1)
    expect(await readAll(store, 2, 1)).toEqual(everything)
    await keep(store, 800)
    await (await draftsOf(store, 'wang', 2, 1)).update(draftOf(901, 'wang'))
    const database = raw()
    expect((await database.intakes.get(idOf(800)))?.keyId).toBe('k2')
    expect((await database.drafts.get(idOf(901)))?.keyId).toBe('k2')
    expect((await database.intakes.get(idOf(1)))?.keyId).toBe('k1')
    database.close()
  })

  it('opens under the new root alone when a scan has found nothing left, and under the old one no more', async () => {
    const store = await open(2, 1)
    const total = await store.rewrite.count()
    expect(await scan(store)).toMatchObject({ looked: total, found: total, unopened: 0 })
    expect(await scan(store)).toMatchObject({ looked: total, found: 0, unopened: 0 })
    store.close()
    const next = await open(2)
    expect(await readAll(next, 2)).toEqual(everything)
    next.close()
    await expect(open(1)).rejects.toMatchObject({ code: 'store-wrong-key' })
  })

  it('is whole wherever it is broken off, and goes on from there', async () => {
    for (let stop = 1; stop <= 9; stop++) {
      const store = await open(2, 1)
      // Each round begins where the one before was broken off, at its first row.
      await scan(store, null, stop)
      store.close()
      const next = await open(2, 1)
      expect(await readAll(next, 2, 1), `after ${stop} steps`).toEqual(everything)
      next.close()
    }
    const last = await open(2, 1)
    await scan(last)
    expect(await scan(last)).toMatchObject({ found: 0 })
    last.close()
    expect(await readAll(await open(2), 2)).toEqual(everything)
  })

  it('leaves a row to who writes it meanwhile', async () => {
    const store = await open(2, 1)
    const li = await draftsOf(store, 'li', 2, 1)
    const busy: Reseal = async (row) => {
      const sealed = await reseal(row)
      // The operator saves between the reading and the writing.
      if (row.operatorId === 'li') await li.update({ ...draftOf(902, 'li'), step: 'sign' })
      return sealed
    }
    await store.rewrite.next({ table: 'drafts', after: '' }, busy)
    expect((await li.get(idOf(902)))?.step).toBe('sign')
    await scan(store)
    expect(await scan(store)).toMatchObject({ found: 0 })
  })

  it('leaves what opens under no root as it is, and is done all the same', async () => {
    const lost = await RowCipher.of({ keyId: '', key: new Uint8Array(32).fill(200) })
    const visit = { ...draftOf(903, 'visit-1'), operatorId: 'visit-1' }
    const database = raw()
    const row = {
      ...{ id: visit.id, operatorId: visit.operatorId, updatedAt: at },
      ...(await lost.sealJson('drafts', visit.id, visit)),
    }
    await database.drafts.put(row)
    await database.intakes.update(idOf(1), { cipher: new ArrayBuffer(32) })
    database.close()
    const store = await open(2, 1)
    await scan(store)
    expect(await scan(store)).toMatchObject({ found: 0, unopened: 2 })
    const after = raw()
    expect(await after.drafts.get(visit.id)).toEqual(row)
    after.close()
  })

  it('is searched under both roots, and under the new one alone afterwards', async () => {
    const store = await open(2, 1)
    await keep(store, 800)
    const count = async (): Promise<number | undefined> =>
      (await store.search?.find('wang', '若溪', { limit: 1_000 }))?.found.length
    expect(await count()).toBe(intakes + 1)
    expect(await store.search?.isComplete()).toBe(false)
    for (let after: string | null | undefined = ''; typeof after === 'string';)
      after = await store.search?.indexNext(after, 20)
    expect(await store.search?.isComplete()).toBe(true)
    expect(await count()).toBe(intakes + 1)
    await scan(store)
    store.close()
    const next = await open(2)
    expect((await next.search?.find('wang', '若溪', { limit: 1_000 }))?.found).toHaveLength(intakes + 1)
  })
})

describe('a database of before keys had ids', () => {
  const versions = [
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
    { statistics: 'intakeId, day' },
    { search: 'intakeId, *tokens' },
  ]

  it.each([1, 2, 3])('of version %i is read, rotated, and read under the new root alone', async (version) => {
    const now = raw()
    await now.open()
    const stores: Record<string, string> = Object.assign({}, ...versions.slice(0, version))
    const tables = await Promise.all(
      Object.keys(stores).map(async (name) => {
        const rows = (await now.table(name).toArray()) as Record<string, unknown>[]
        return { name, rows: rows.map(({ keyId, ...row }) => (name === 'search' ? { ...row, keyId } : row)) }
      }),
    )
    now.close()
    source = { indexedDB: new IDBFactory(), IDBKeyRange }
    const old = new Dexie('yichuang', source as never)
    for (const [index, given] of versions.slice(0, version).entries()) old.version(index + 1).stores(given)
    await old.open()
    for (const { name, rows } of tables) await old.table(name).bulkPut(rows)
    old.close()

    const store = await open(2, 1)
    expect(await readAll(store, 2, 1)).toEqual(everything)
    await scan(store)
    expect(await scan(store)).toMatchObject({ found: 0, unopened: 0 })
    store.close()
    expect(await readAll(await open(2), 2)).toEqual(everything)
  })
})
