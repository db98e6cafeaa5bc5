/**
 * 收件部分的存放: the ciphertexts of the parts, by intake and part. A part's bytes never change: whoever stores it has checked them
 * against the signed header, so that storing it once more, also from another hub, changes nothing.
 */
export interface PartStore {
  /**
   * Stores one part. It is there for good once {@link settle} resolves; a power cut before may take it back, or some of it, which
   * its digest tells.
   */
  write(intakeId: string, partId: string, bytes: Uint8Array): Promise<void>
  /** Makes all that was stored under this name durable. */
  settle(intakeId: string): Promise<void>
  /** Bytes of a stored part, or null when there is none. */
  sizeOf(intakeId: string, partId: string): Promise<number | null>
  /** The part's bytes, or null when there are none. Whether they are the right ones is for the caller to see. */
  read(intakeId: string, partId: string): Promise<Uint8Array | null>
  /** Removes one part; nothing happens when it is not there. */
  removePart(intakeId: string, partId: string): Promise<void>
  /** Bytes of a part that comes piece by piece; 0 when none has come. */
  begunSizeOf(intakeId: string, partId: string): Promise<number>
  /**
   * Adds a piece at `offset`, for good when this resolves; what a torn write left behind `offset` goes first. One caller at a time
   * for one part: the row of the part is its lock.
   */
  append(intakeId: string, partId: string, offset: number, bytes: Uint8Array): Promise<void>
  /** What has come of a part, or null. */
  readBegun(intakeId: string, partId: string): Promise<Uint8Array | null>
  /** Forgets what has come; nothing happens when that is nothing. */
  dropBegun(intakeId: string, partId: string): Promise<void>
  /** Removes all parts under this name; nothing happens when there are none. */
  remove(intakeId: string): Promise<void>
  /** Whether nothing at all is stored here. */
  isEmpty(): Promise<boolean>
}

/** The store does not do what it is asked for: nothing is wrong with the parts, and later it may. */
export class PartStoreError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'PartStoreError'
  }
}
