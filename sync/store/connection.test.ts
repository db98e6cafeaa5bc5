import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, it, vi } from 'vitest'
import { Connection } from './connection.ts'
import type { IndexedDbSource } from './database.ts'

/** An IndexedDB of which so many first requests to open are never answered. */
function deafFor(requests: number) {
  const real = new IDBFactory()
  let left = requests
  const indexedDB = {
    open: (name: string, version?: number) => (left-- > 0 ? {} : real.open(name, version)),
    deleteDatabase: vi.fn(),
  }
  return { source: { indexedDB, IDBKeyRange }, deleted: indexedDB.deleteDatabase }
}

/** An IndexedDB whose openings fail for want of room while the disk is full, and whose database can be thrown away. */
function onFullDisk(name: string) {
  const real = new IDBFactory()
  const disk = { full: false }
  const indexedDB = {
    open: (wanted: string, version?: number) => {
      if (!disk.full) return real.open(wanted, version)
      const request = { error: new DOMException('full', 'QuotaExceededError') } as unknown as IDBOpenDBRequest
      const event = { target: request, preventDefault: () => undefined, stopPropagation: () => undefined }
      setTimeout(() => request.onerror?.(event as unknown as Event))
      return request
    },
    deleteDatabase: vi.fn(),
  }
  const throwAway = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const request = real.deleteDatabase(name)
      request.onsuccess = () => resolve()
      request.onerror = () => reject(request.error ?? new Error('it stays'))
    })
  return { source: { indexedDB, IDBKeyRange } as unknown as IndexedDbSource, disk, throwAway }
}

describe('a full disk', () => {
  it('does not keep a database closed that it kept from opening', async () => {
    const { source, disk } = onFullDisk('full')
    const connection = new Connection('full', source)
    await connection.open()
    const count = (): Promise<number> => connection.run('a count', () => connection.relaxed.feed.count())
    expect(await count()).toBe(0)
    connection.relaxed.close({ disableAutoOpen: false })
    disk.full = true
    await expect(count()).rejects.toMatchObject({ code: 'store-quota' })
    await expect(count()).rejects.toMatchObject({ code: 'store-quota' })
    disk.full = false
    expect(await count()).toBe(0)
    connection.close()
  })

  it('that had the database thrown away is told, so that the packets fill the new one', async () => {
    const onStuck = vi.fn()
    const { source, throwAway } = onFullDisk('torn')
    const connection = new Connection('torn', source, { onStuck })
    await connection.open()
    expect(onStuck).not.toHaveBeenCalled()
    for (const database of [connection.strict, connection.relaxed]) database.close({ disableAutoOpen: false })
    // Closed and opened again is nothing to tell.
    await connection.run('a count', () => connection.strict.intakes.count())
    expect(onStuck).not.toHaveBeenCalled()
    connection.strict.close({ disableAutoOpen: false })
    await throwAway()
    await connection.run('a count', () => connection.strict.intakes.count())
    await connection.run('a count', () => connection.relaxed.intakes.count())
    expect(onStuck).toHaveBeenCalledOnce()
    connection.close()
  })
})

describe('a database that does not answer', () => {
  it('is opened anew, and the work is done from its start', async () => {
    const onStuck = vi.fn()
    const { source } = deafFor(1)
    const connection = new Connection('deaf-once', source, { patienceMs: 300, onStuck })
    await connection.open()
    await connection.run('a mark', () => connection.strict.feed.put({ key: 'cursor', cursor: 'x' } as never))
    expect(await connection.run('a mark', () => connection.relaxed.feed.count())).toBe(1)
    expect(onStuck).not.toHaveBeenCalled()
    connection.close()
  })

  it('a second time is told once, and is not deleted', async () => {
    const onStuck = vi.fn()
    const { source, deleted } = deafFor(Infinity)
    const connection = new Connection('deaf', source, { patienceMs: 20, onStuck })
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(connection.open()).rejects.toMatchObject({ code: 'store-stuck', retryable: false })
    }
    expect(onStuck).toHaveBeenCalledOnce()
    expect(deleted).not.toHaveBeenCalled()
  })

  it('in the midst of work is answered for by the next opening', async () => {
    const { source } = deafFor(0)
    const connection = new Connection('silent-work', source, { patienceMs: 300 })
    await connection.open()
    let asked = 0
    const answer = connection.run('work', () =>
      ++asked === 1 ? new Promise<number>(() => undefined) : connection.strict.feed.count(),
    )
    expect(await answer).toBe(0)
    connection.close()
  })
})
