import { randomUUID } from 'node:crypto'
import { type PartStore, PartStoreError } from '../part-store.ts'
import { S3Client, type S3Limits, type S3Place } from './s3-client.ts'

/** Digits of an offset in a key, so that keys sort as their numbers do. */
const offsetDigits = 12

interface Piece {
  readonly key: string
  readonly offset: number
  readonly end: number
}

/** Pieces from the beginning on without a hole. */
function unbroken(pieces: readonly Piece[]): Piece[] {
  const whole: Piece[] = []
  for (const piece of pieces) {
    if (piece.offset !== (whole.at(-1)?.end ?? 0)) break
    whole.push(piece)
  }
  return whole
}

/**
 * Parts in a bucket (S3 or what speaks as it does), for hubs that share it:
 *
 *     <intake>/<part>.part                        a part, whole
 *     <intake>/<part>.begun/<offset>              the pieces of one that comes piece by piece: nothing can be added to an object
 *
 * A PUT needs no condition: every writer of a part has checked the same bytes. The store must show at once what it has taken, as S3
 * has done since 2020; {@link openS3Parts} tries it.
 */
export class S3Parts implements PartStore {
  readonly #client: S3Client

  constructor(client: S3Client) {
    this.#client = client
  }

  write(intakeId: string, partId: string, bytes: Uint8Array): Promise<void> {
    return this.#client.put(`${intakeId}/${partId}.part`, bytes)
  }

  /** An object is there for good once its PUT was answered. */
  settle(): Promise<void> {
    return Promise.resolve()
  }

  sizeOf(intakeId: string, partId: string): Promise<number | null> {
    return this.#client.sizeOf(`${intakeId}/${partId}.part`)
  }

  read(intakeId: string, partId: string): Promise<Uint8Array | null> {
    return this.#client.get(`${intakeId}/${partId}.part`)
  }

  removePart(intakeId: string, partId: string): Promise<void> {
    return this.#client.delete(`${intakeId}/${partId}.part`)
  }

  async begunSizeOf(intakeId: string, partId: string): Promise<number> {
    return unbroken(await this.#pieces(intakeId, partId)).at(-1)?.end ?? 0
  }

  async append(intakeId: string, partId: string, offset: number, bytes: Uint8Array): Promise<void> {
    for (const piece of await this.#pieces(intakeId, partId)) {
      if (piece.end <= offset) continue
      if (piece.offset < offset) {
        const there = await this.#client.get(piece.key)
        if (there === null) throw new PartStoreError('the store of the parts lists what it does not have')
        await this.#client.put(piece.key, there.subarray(0, offset - piece.offset))
      } else if (piece.offset > offset) await this.#client.delete(piece.key)
    }
    await this.#client.put(this.#begun(intakeId, partId, offset), bytes)
  }

  async readBegun(intakeId: string, partId: string): Promise<Uint8Array | null> {
    const pieces = unbroken(await this.#pieces(intakeId, partId))
    if (pieces.length === 0) return null
    const all: Uint8Array[] = []
    for (const { key } of pieces) {
      const bytes = await this.#client.get(key)
      // Another hub has put the part together meanwhile.
      if (bytes === null) return null
      all.push(bytes)
    }
    return new Uint8Array(Buffer.concat(all))
  }

  async dropBegun(intakeId: string, partId: string): Promise<void> {
    // From the beginning: another hub that reads meanwhile finds a hole at its start, and so nothing, never a shorter part.
    for (const { key } of await this.#pieces(intakeId, partId)) await this.#client.delete(key)
  }

  async remove(intakeId: string): Promise<void> {
    for (const { key } of await this.#client.list(`${intakeId}/`)) await this.#client.delete(key)
  }

  async isEmpty(): Promise<boolean> {
    return (await this.#client.list('', 1)).length === 0
  }

  #begun(intakeId: string, partId: string, offset: number): string {
    return `${intakeId}/${partId}.begun/${String(offset).padStart(offsetDigits, '0')}`
  }

  async #pieces(intakeId: string, partId: string): Promise<Piece[]> {
    const below = `${intakeId}/${partId}.begun/`
    const entries = await this.#client.list(below)
    return entries
      .map(({ key, size }) => ({ key, offset: Number(key.slice(below.length)), size }))
      .filter(({ offset, size }) => Number.isInteger(offset) && size > 0)
      .map(({ key, offset, size }) => ({ key, offset, end: offset + size }))
      .sort((one, other) => one.offset - other.offset)
  }
}

/**
 * Opens the bucket and tries all that a hub will do there: a hub that cannot keep parts must not begin to take intakes.
 * @throws PartStoreError with what the store answered
 */
export async function openS3Parts(place: S3Place, limits?: S3Limits): Promise<S3Parts> {
  const client = new S3Client(place, limits)
  const key = `trial-${randomUUID()}`
  const bytes = new TextEncoder().encode(key)
  await client.put(key, bytes)
  const listed = (await client.list(key)).map((entry) => entry.size)
  const back = await client.get(key)
  const compares = await client.comparesDigests(key)
  await client.delete(key)
  if (!compares) throw new PartStoreError('the store of the parts takes other bytes than were signed')
  const shown = listed.length === 1 && listed[0] === bytes.length && back !== null
  if (!shown || !Buffer.from(back).equals(bytes) || (await client.sizeOf(key)) !== null)
    throw new PartStoreError('the store of the parts does not show at once what it has taken')
  return new S3Parts(client)
}
