import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PartFolder } from '../durable-folder.ts'
import { s3PlaceOf } from '../open-parts.ts'
import type { PartStore } from '../part-store.ts'
import { S3Client, type S3Limits } from './s3-client.ts'
import { openS3Parts, S3Parts } from './s3-parts.ts'
import { S3Server } from './s3-server.test-support.ts'

const limits: S3Limits = { deadlineMs: 2_000, retries: 2 }
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text))
const textOf = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : Buffer.from(bytes).toString('utf8')

let s3: S3Server
let folder: string
beforeAll(async () => {
  s3 = await S3Server.start()
  folder = await mkdtemp(join(tmpdir(), 'parts-'))
}, 60_000)
afterAll(async () => {
  s3.end()
  await rm(folder, { recursive: true, force: true })
})

const stores: readonly (readonly [string, () => Promise<PartStore>])[] = [
  ['a folder', () => Promise.resolve(new PartFolder(join(folder, randomUUID())))],
  ['a bucket', () => openS3Parts(s3.place(`${randomUUID()}/`), limits)],
]

describe.each(stores)('parts in %s', (_name, open) => {
  const intake = randomUUID()

  it('are there whole, once they are stored, and gone once they are removed', async () => {
    const parts = await open()
    expect(await parts.isEmpty()).toBe(true)
    expect(await parts.read(intake, 'scan-1')).toBeNull()
    expect(await parts.sizeOf(intake, 'scan-1')).toBeNull()
    await parts.write(intake, 'scan-1', bytesOf('the bytes'))
    await parts.write(intake, 'scan-1', bytesOf('the bytes'))
    for (const id of ['scan-2', 'scan-3', 'intake']) await parts.write(intake, id, bytesOf(id))
    await parts.settle(intake)
    expect(textOf(await parts.read(intake, 'scan-1'))).toBe('the bytes')
    expect(await parts.sizeOf(intake, 'scan-1')).toBe(9)
    expect(await parts.isEmpty()).toBe(false)
    await parts.removePart(intake, 'scan-1')
    await parts.removePart(intake, 'scan-1')
    expect(await parts.sizeOf(intake, 'scan-1')).toBeNull()
    await parts.remove(intake)
    await parts.remove(intake)
    expect(await parts.sizeOf(intake, 'intake')).toBeNull()
  })

  it('come together from their pieces, more than a page of them, and never from beyond a hole', async () => {
    const parts = await open()
    expect(await parts.begunSizeOf(intake, 'scan-1')).toBe(0)
    expect(await parts.readBegun(intake, 'scan-1')).toBeNull()
    const pieces = ['first ', 'second ', 'third ', 'fourth ', 'fifth']
    let offset = 0
    for (const piece of pieces) {
      await parts.append(intake, 'scan-1', offset, bytesOf(piece))
      offset += piece.length
      expect(await parts.begunSizeOf(intake, 'scan-1')).toBe(offset)
    }
    await parts.append(intake, 'scan-10', 0, bytesOf('another part'))
    expect(textOf(await parts.readBegun(intake, 'scan-1'))).toBe(pieces.join(''))
    expect(await parts.sizeOf(intake, 'scan-1')).toBeNull()
    await parts.dropBegun(intake, 'scan-1')
    expect(await parts.begunSizeOf(intake, 'scan-1')).toBe(0)
    expect(textOf(await parts.readBegun(intake, 'scan-10'))).toBe('another part')
  })

  it('lose what a torn write left behind the place where it goes on', async () => {
    const parts = await open()
    await parts.append(intake, 'scan-1', 0, bytesOf('0123'))
    await parts.append(intake, 'scan-1', 4, bytesOf('torn away'))
    // The row said 4: the transaction of the second piece had not been committed.
    await parts.append(intake, 'scan-1', 4, bytesOf('45'))
    expect(textOf(await parts.readBegun(intake, 'scan-1'))).toBe('012345')
    // A row of an older back-up may say less, and from a cut by another way than ours.
    await parts.append(intake, 'scan-1', 2, bytesOf('xy'))
    expect(textOf(await parts.readBegun(intake, 'scan-1'))).toBe('01xy')
  })
})

describe('a bucket', () => {
  it('is asked again when it is busy or breaks off, and then what it did not say is a fault, never a part', async () => {
    const parts = await openS3Parts(s3.place(`${randomUUID()}/`), limits)
    const intake = randomUUID()
    await s3.behave('PUT', '/scan-1.part', 'slow-down', 'slow-down')
    await parts.write(intake, 'scan-1', bytesOf('slow'))
    expect(textOf(await parts.read(intake, 'scan-1'))).toBe('slow')
    for (const manner of ['drop', 'keep-and-drop', 'silent'] as const) {
      await s3.behave('PUT', '/scan-2.part', manner)
      await expect(parts.write(intake, 'scan-2', bytesOf('kept?'))).rejects.toThrow('no whole answer')
    }
    await s3.behave('GET', '/scan-1.part', 'keep-and-half')
    await expect(parts.read(intake, 'scan-1')).rejects.toThrow('no whole answer')
    await s3.behave('PUT', '/scan-3.part', 'slow-down', 'slow-down', 'slow-down')
    await expect(parts.write(intake, 'scan-3', bytesOf('x'))).rejects.toThrow('503 (SlowDown)')
  }, 30_000)

  it.each([
    ['another secret', { secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch'],
    ['another key', { accessKeyId: 'NOBODY' }, 'InvalidAccessKeyId'],
    ['another region', { region: 'eu-north-1' }, 'AuthorizationHeaderMalformed'],
    ['no such bucket', { bucket: 'other' }, 'NoSuchBucket'],
  ])(
    'that does not take us is found out at once, and what it says is told: %s',
    async (_what, wrong, code) => {
      const place = s3.place()
      const bucket = 'bucket' in wrong ? new URL('/other', place.bucket) : place.bucket
      await expect(openS3Parts({ ...place, ...wrong, bucket }, limits)).rejects.toThrow(code)
    },
  )

  it('that takes other bytes than were signed is refused', async () => {
    await s3.behave('PUT', '', 'good', 'lenient')
    await expect(openS3Parts(s3.place(`${randomUUID()}/`), limits)).rejects.toThrow('other bytes')
  })

  it('names its keys so that every sign of a prefix is signed as it is sent', async () => {
    const parts = new S3Parts(new S3Client(s3.place('湖南 (试)+a/'), limits))
    await parts.write('t_1.x', 'draft', bytesOf('draft'))
    expect(textOf(await parts.read('t_1.x', 'draft'))).toBe('draft')
    expect(await s3.keys()).toContain('湖南 (试)+a/t_1.x/draft.part')
    await parts.remove('t_1.x')
    expect(await parts.isEmpty()).toBe(true)
  })

  it.each([
    [{ PARTS_URL: 'http://s3.example/bucket' }, 'must be https'],
    [{ PARTS_URL: 'https://s3.example/' }, 'names no bucket'],
    [{ PARTS_URL: 'https://s3.example/bucket', AWS_ACCESS_KEY_ID: 'x' }, 'AWS_SECRET_ACCESS_KEY'],
    [{ PARTS_URL: 'https://u:p@s3.example/bucket' }, 'without user'],
  ])('is named by the environment, or refused: %#', (environment, told) => {
    expect(() => s3PlaceOf(environment)).toThrow(told)
    expect(s3PlaceOf({})).toBeNull()
    const good = {
      PARTS_URL: 'https://s3.example:9000/b/halls/1',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'y',
    }
    expect(s3PlaceOf(good)).toMatchObject({ prefix: 'halls/1/', region: 'us-east-1' })
  })
})
