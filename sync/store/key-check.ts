import type { Connection } from './connection.ts'
import type { RowCipher } from './row-cipher.ts'
import { StoreError } from './store-error.ts'

const knownText = new TextEncoder().encode('yichuang')

const prefix = 'key-check/'
const rowOf = (name: string): string => `${prefix}${name}`

/** Whose key the check of this row proves: an operator's, or null for the store's own. */
export function operatorOfCheck(key: string): string | null {
  return key.startsWith(`${prefix}draft/`) ? key.slice(`${prefix}draft/`.length) : null
}

/** Forgets the key of a name that is not used again. */
export async function forgetKey(connection: Connection, name: string): Promise<void> {
  await connection.run('the key check', () => connection.strict.meta.delete(rowOf(name)))
}

/**
 * Proves a key on a known text before any row is read, so that a wrong key is told apart from damage. The first key
 * that a name is used with becomes its key.
 * @param name `store`, or `draft/` with the operator's id.
 * @throws StoreError `store-wrong-key`.
 */
export async function checkKey(connection: Connection, name: string, cipher: RowCipher): Promise<void> {
  const key = rowOf(name)
  const fresh = await cipher.seal('meta', key, knownText)
  const row = await connection.run('the key check', () =>
    connection.strict.transaction('rw', connection.strict.meta, async () => {
      const before = await connection.strict.meta.get(key)
      if (before === undefined) await connection.strict.meta.add({ key, ...fresh })
      return before
    }),
  )
  if (row === undefined) return
  try {
    await cipher.open('meta', key, row)
  } catch (cause) {
    throw new StoreError(
      'store-wrong-key',
      `the key given for ${name.split('/')[0]} is not this database's`,
      {
        cause,
      },
    )
  }
}
