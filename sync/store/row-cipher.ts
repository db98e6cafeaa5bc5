import { StoreError } from './store-error.ts'

/** An encrypted value as it lies in a row. */
export interface SealedValue {
  /** 12 random bytes, new at every write; serves as the row's revision too. */
  readonly nonce: Uint8Array<ArrayBuffer>
  /** AES-256-GCM ciphertext with its 16-byte tag. */
  readonly cipher: ArrayBuffer
  /** The root that its key is of; absent on rows of before keys had ids, and where a key is of no root. */
  readonly keyId?: string
}

/** A key of rows, and the root that it is of; the empty id is of none. */
export interface RowKey {
  readonly keyId: string
  /** 32 bytes. */
  readonly key: Uint8Array
}

const keyBytes = 32
const nonceBytes = 12
const encoder = new TextEncoder()

/**
 * Encrypts rows of one key: AES-256-GCM with the table and the primary key as additional data, so that a value moved
 * to another row or table does not open there. WebCrypto must not be awaited inside an IndexedDB transaction (it
 * would commit under us), therefore callers seal before and open after.
 */
export class RowCipher {
  readonly keyId: string
  readonly #key: CryptoKey
  /** The current one, and those of earlier roots. */
  readonly #all: ReadonlyMap<string, CryptoKey>

  private constructor(keyId: string, key: CryptoKey, all: ReadonlyMap<string, CryptoKey>) {
    this.keyId = keyId
    this.#key = key
    this.#all = all
  }

  /**
   * @param current encrypts; kept only as a CryptoKey that cannot be exported
   * @param earlier open what was encrypted before the keys were rotated
   * @throws StoreError `store-wrong-key`.
   */
  static async of(current: RowKey, earlier: readonly RowKey[] = []): Promise<RowCipher> {
    const all = new Map<string, CryptoKey>()
    for (const { keyId, key } of [current, ...earlier]) all.set(keyId, await imported(key))
    return new RowCipher(current.keyId, all.get(current.keyId) as CryptoKey, all)
  }

  /** Whether a row is as this cipher would write it now. */
  isCurrent(value: SealedValue): boolean {
    return (value.keyId ?? '') === this.keyId
  }

  /** Encrypts bytes for the row `primaryKey` of `table`. */
  async seal(table: string, primaryKey: string, plain: Uint8Array): Promise<SealedValue> {
    const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes))
    const cipher = await crypto.subtle.encrypt(
      { name: 'AES-GCM', iv: nonce, additionalData: additionalData(table, primaryKey) },
      this.#key,
      plain as Uint8Array<ArrayBuffer>,
    )
    return this.keyId === '' ? { nonce, cipher } : { nonce, cipher, keyId: this.keyId }
  }

  /** Decrypts the row's value. @throws StoreError `store-damaged` when the tag does not fit. */
  async open(table: string, primaryKey: string, value: SealedValue): Promise<Uint8Array<ArrayBuffer>> {
    const algorithm = {
      name: 'AES-GCM',
      iv: value.nonce,
      additionalData: additionalData(table, primaryKey),
    }
    let cause: unknown
    for (const key of this.#keysFor(value)) {
      try {
        return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, value.cipher))
      } catch (error) {
        cause = error
      }
    }
    throw new StoreError('store-damaged', `a row of ${table} fails its authentication`, { cause })
  }

  /** The one that the row names; for one that names none, or one that is not here, each in turn: a tag tells which it was. */
  #keysFor({ keyId = '' }: SealedValue): readonly CryptoKey[] {
    const named = this.#all.get(keyId)
    return named === undefined ? [...this.#all.values()] : [named]
  }

  /** Encrypts a JSON value. */
  sealJson(table: string, primaryKey: string, value: unknown): Promise<SealedValue> {
    return this.seal(table, primaryKey, encoder.encode(JSON.stringify(value)))
  }

  /** Decrypts and checks a JSON value. @throws StoreError `store-damaged` when it does not open or has another shape. */
  async openJson<T>(
    table: string,
    primaryKey: string,
    value: SealedValue,
    schema: { parse(value: unknown): T },
  ): Promise<T> {
    const bytes = await this.open(table, primaryKey, value)
    try {
      return schema.parse(JSON.parse(new TextDecoder().decode(bytes)))
    } catch {
      // The parser's own message would quote the value.
      throw new StoreError('store-damaged', `a row of ${table} has another shape than it was written in`)
    }
  }
}

async function imported(key: Uint8Array): Promise<CryptoKey> {
  if (key.byteLength !== keyBytes) {
    throw new StoreError('store-wrong-key', `a row key has ${keyBytes} bytes, not ${key.byteLength}`)
  }
  return crypto.subtle.importKey('raw', new Uint8Array(key), 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/** What the encryption of a row is bound to. */
export function additionalData(table: string, primaryKey: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(`yichuang-row/1\u0000${table}\u0000${primaryKey}`)
}

/** Whether two sealed values are the same writing of a row. */
export function sameRevision(a: SealedValue, b: SealedValue): boolean {
  return a.nonce.length === b.nonce.length && a.nonce.every((byte, index) => byte === b.nonce[index])
}
