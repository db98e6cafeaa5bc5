import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { describe, expect, it, vi } from 'vitest'
import { Connection } from './connection.ts'

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
