/** Codes of the local store's errors, each with whether trying again can help. */
export const storeErrorCodes = {
  /** The disk or the quota is full; nothing of the transaction was kept. */
  'store-quota': false,
  /** The database could not be opened or was closed under us. */
  'store-unavailable': true,
  /** The database no longer answers at all, and opening it anew did not help: only a new start of the program does. */
  'store-stuck': false,
  /** A row is there but is not what was written: it fails its authentication tag or its shape. */
  'store-damaged': false,
  /** What was to be kept is not of the shape in which it could be read again; nothing of it was written. */
  'store-refused': false,
  /** The key given does not open this database. */
  'store-wrong-key': false,
} as const
export type StoreErrorCode = keyof typeof storeErrorCodes

/** An expected failure of the local store. Its message is for technicians and holds no personal data. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode
  readonly retryable: boolean

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.retryable = storeErrorCodes[code]
  }
}

export function isStoreError(error: unknown): error is StoreError {
  return error instanceof StoreError
}

/** Names of IndexedDB's and Dexie's errors that mean: the database itself, not the data. */
const unavailable = new Set([
  'AbortError',
  'BlockedError',
  'DatabaseClosedError',
  'InvalidStateError',
  'MissingAPIError',
  'NotFoundError',
  'OpenFailedError',
  'TimeoutError',
  'TransactionInactiveError',
  'UnknownError',
  'VersionError',
])
/** … and those after which opening it again is worth a try. */
const reopenable = new Set([
  'AbortError',
  'DatabaseClosedError',
  'InvalidStateError',
  'OpenFailedError',
  'UnknownError',
])
const damaged = new Set(['DataCloneError', 'DataError', 'EncodingError', 'NotReadableError', 'ReadError'])

/** The error and those that it wraps, outermost first. */
function names(error: unknown): string[] {
  const found: string[] = []
  for (
    let current = error, depth = 0;
    current !== null && typeof current === 'object' && depth < 5;
    depth++
  ) {
    const link = current as { name?: unknown; inner?: unknown; cause?: unknown }
    if (typeof link.name === 'string') found.push(link.name)
    current = link.inner ?? link.cause
  }
  return found
}

/** Whether closing and opening the database again may mend this. */
export function isReopenable(error: unknown): boolean {
  const all = names(error)
  return !all.includes('QuotaExceededError') && all.some((name) => reopenable.has(name))
}

/** A failure of IndexedDB as a {@link StoreError}; anything else (a bug, a caller's own error) as it was. */
export function storeErrorFrom(error: unknown, what: string): unknown {
  if (isStoreError(error)) return error
  const all = names(error)
  const told = all.join(' < ') || typeof error
  if (all.includes('QuotaExceededError')) {
    return new StoreError('store-quota', `no space for ${what} (${told})`, { cause: error })
  }
  if (all.some((name) => damaged.has(name))) {
    return new StoreError('store-damaged', `could not read ${what} (${told})`, { cause: error })
  }
  if (all.some((name) => unavailable.has(name))) {
    return new StoreError('store-unavailable', `the database failed at ${what} (${told})`, { cause: error })
  }
  return error
}

/** For a `catch`: null for a value that is damaged, which is left for somebody to look at; anything else goes on. */
export function orDamaged(error: unknown): null {
  if (isStoreError(error) && error.code === 'store-damaged') return null
  throw error
}
