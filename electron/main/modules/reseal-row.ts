import type { KeyCustody, KeyGeneration } from './key-custody.ts'

/** A row of an operator's drafts as it lies in the page's database. */
export interface SealedRow {
  readonly operatorId: string
  /** What its encryption is bound to: table and key. */
  readonly additionalData: Uint8Array
  readonly keyId?: string | undefined
  readonly nonce: Uint8Array
  readonly cipher: Uint8Array
}

/**
 * Encrypts a row of an operator's drafts anew, from whichever root it is under to the current one. Done here, because the page has no
 * key of an operator who is not signed in, and gets none by this: the same operator's key on both sides, and nothing in clear.
 * @returns null for a row that opens under no root: it is damaged, or of a visit whose key nobody has any more
 */
export async function resealRow(
  keys: KeyCustody,
  row: SealedRow,
): Promise<{ keyId: string; nonce: Uint8Array; cipher: Uint8Array } | null> {
  const purpose = `draft/${row.operatorId}`
  const all: KeyGeneration[] = [...keys.earlier, keys]
  const named = all.filter(({ keyId }) => keyId === row.keyId)
  const additionalData = new Uint8Array(row.additionalData)
  for (const generation of [...named, ...all.filter((one) => !named.includes(one))]) {
    const key = await importKey(generation.derive(purpose))
    const iv = new Uint8Array(row.nonce)
    const plain = await crypto.subtle
      .decrypt({ name: 'AES-GCM', iv, additionalData }, key, new Uint8Array(row.cipher))
      .catch(() => null)
    if (plain === null) continue
    const nonce = crypto.getRandomValues(new Uint8Array(12))
    const current = await importKey(keys.derive(purpose))
    const cipher = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData }, current, plain)
    return { keyId: keys.keyId, nonce, cipher: new Uint8Array(cipher) }
  }
  return null
}

function importKey(key: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', new Uint8Array(key), 'AES-GCM', false, ['encrypt', 'decrypt'])
}
