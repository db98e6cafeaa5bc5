import { join } from 'node:path'
import { PartFolder } from './durable-folder.ts'
import type { PartStore } from './part-store.ts'
import type { S3Place } from './s3/s3-client.ts'
import { openS3Parts } from './s3/s3-parts.ts'
import { isCallable } from './webhooks/endpoints.ts'

/**
 * The bucket that the environment names: `PARTS_URL` (`https://endpoint/bucket` or `https://endpoint/bucket/prefix`, http on this machine
 * only), `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, and `AWS_REGION` (us-east-1 where absent).
 * @returns null where it names none @throws Error with what is missing
 */
export function s3PlaceOf(environment: Readonly<Record<string, string | undefined>>): S3Place | null {
  const address = environment['PARTS_URL'] ?? ''
  if (address === '') return null
  if (!isCallable(address) || new URL(address).search !== '')
    throw new Error('PARTS_URL must be https (or http on this machine), without user, password and query')
  const url = new URL(address)
  const [bucket = '', ...prefix] = url.pathname.split('/').filter((part) => part !== '')
  if (bucket === '') throw new Error('PARTS_URL names no bucket: https://endpoint/bucket')
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = environment
  if (accessKeyId === '' || secretAccessKey === '')
    throw new Error('PARTS_URL needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY')
  return {
    bucket: new URL(`/${bucket}`, url),
    prefix: prefix.map((part) => `${decodeURIComponent(part)}/`).join(''),
    region: environment['AWS_REGION'] ?? 'us-east-1',
    accessKeyId,
    secretAccessKey,
  }
}

/** Where this hub's parts are: the bucket that the environment names, else a folder of its data. */
export async function openParts(data: string): Promise<PartStore> {
  const place = s3PlaceOf(process.env)
  return place === null ? new PartFolder(join(data, 'parts')) : openS3Parts(place)
}
