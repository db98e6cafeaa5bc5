import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import { XMLParser } from 'fast-xml-parser'
import { z } from 'zod'
import { PartStoreError } from '../part-store.ts'

/** Where the bucket is and who we are there. */
export interface S3Place {
  /** Endpoint and bucket, path-style: `https://s3.example:9000/bucket`. */
  readonly bucket: URL
  /** Before all keys; empty, or with a slash at its end. */
  readonly prefix: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** How long a call may take, its repetitions at 5xx and 429 included, and how many of these there are. */
export interface S3Limits {
  readonly deadlineMs: number
  readonly retries: number
}

export const s3Limits: S3Limits = { deadlineMs: 30_000, retries: 3 }

/** An object of a listing. */
export interface S3Entry {
  readonly key: string
  readonly size: number
}

const listSchema = z.object({
  ListBucketResult: z.object({
    IsTruncated: z.enum(['true', 'false']),
    NextContinuationToken: z.string().optional(),
    Contents: z.array(z.object({ Key: z.string(), Size: z.string().regex(/^\d+$/) })).default([]),
  }),
})

const xml = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'Contents' })

const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64')

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** S3's own word for what is wrong, as far as there is one; nothing else of an error's text is handed on. */
function codeOf(body: string): string {
  return /<Code>([A-Za-z]{1,60})<\/Code>/.exec(body)?.[1] ?? 'no code'
}

/**
 * The five calls that parts need, signed by SigV4 with the digest of the body, each good or a PartStoreError. A 2xx to a PUT means
 * that the object is there for good: that is what S3 promises, and what a store that takes its place has to keep.
 */
export class S3Client {
  readonly #place: S3Place
  readonly #client: AwsClient
  readonly #limits: S3Limits

  constructor(place: S3Place, limits: S3Limits = s3Limits) {
    this.#place = place
    this.#limits = limits
    const { region, accessKeyId, secretAccessKey } = place
    this.#client = new AwsClient({
      service: 's3',
      region,
      accessKeyId,
      secretAccessKey,
      retries: limits.retries,
    })
  }

  #url(key: string, query: Readonly<Record<string, string>> = {}): string {
    const { bucket, prefix } = this.#place
    const path = `${prefix}${key}`.split('/').map(encodeURIComponent).join('/')
    const search = Object.keys(query).length === 0 ? '' : `?${String(new URLSearchParams(query))}`
    return `${bucket.href.replace(/\/$/, '')}${key === '' && search !== '' ? '' : `/${path}`}${search}`
  }

  /** The answer with its whole body. @throws PartStoreError */
  async #call(
    method: string,
    url: string,
    body: Uint8Array | null = null,
    digest = sha256(body ?? new Uint8Array()),
  ): Promise<{ status: number; headers: Headers; body: Uint8Array }> {
    const headers = {
      'x-amz-content-sha256': digest,
      // Kept by the store beside the object, where it can: then it finds its own damage.
      ...(body === null ? {} : { 'x-amz-checksum-sha256': base64(digest) }),
    }
    try {
      const response = await this.#client.fetch(url, {
        method,
        headers,
        body: body === null ? null : new Uint8Array(body),
        redirect: 'error',
        signal: AbortSignal.timeout(this.#limits.deadlineMs),
      })
      return {
        status: response.status,
        headers: response.headers,
        body: new Uint8Array(await response.arrayBuffer()),
      }
    } catch (cause) {
      throw new PartStoreError(`the store of the parts gives no whole answer to ${method}`, { cause })
    }
  }

  #refused(method: string, status: number, body: Uint8Array): PartStoreError {
    const code = codeOf(Buffer.from(body).toString('utf8'))
    return new PartStoreError(`the store of the parts answers ${method} with ${String(status)} (${code})`)
  }

  /** Stores an object, instead of one that is there. @throws PartStoreError */
  async put(key: string, bytes: Uint8Array): Promise<void> {
    const { status, body } = await this.#call('PUT', this.#url(key), bytes)
    if (status !== 200 && status !== 201) throw this.#refused('PUT', status, body)
  }

  /** Whether the store compares what it gets with the digest that was signed, as it must. @throws PartStoreError */
  async comparesDigests(key: string): Promise<boolean> {
    const { status } = await this.#call(
      'PUT',
      this.#url(key),
      new Uint8Array([1]),
      sha256(new Uint8Array([2])),
    )
    return status >= 400 && status < 500
  }

  /** @returns null where there is none @throws PartStoreError */
  async get(key: string): Promise<Uint8Array | null> {
    const { status, body } = await this.#call('GET', this.#url(key))
    if (status === 200) return body
    if (status === 404 && codeOf(Buffer.from(body).toString('utf8')) === 'NoSuchKey') return null
    throw this.#refused('GET', status, body)
  }

  /** Bytes of an object, or null where there is none. @throws PartStoreError */
  async sizeOf(key: string): Promise<number | null> {
    const { status, headers, body } = await this.#call('HEAD', this.#url(key))
    if (status === 404) return null
    const size = Number(headers.get('content-length') ?? 'none')
    if (status !== 200 || !Number.isInteger(size)) throw this.#refused('HEAD', status, body)
    return size
  }

  /** Nothing happens where there is none. @throws PartStoreError */
  async delete(key: string): Promise<void> {
    const { status, body } = await this.#call('DELETE', this.#url(key))
    if (status !== 204 && status !== 200 && status !== 404) throw this.#refused('DELETE', status, body)
  }

  /** Objects below a name, without our prefix, in the order of their keys. @throws PartStoreError */
  async list(below: string, most = Number.POSITIVE_INFINITY): Promise<S3Entry[]> {
    const { prefix } = this.#place
    const entries: S3Entry[] = []
    let token: string | undefined
    do {
      const url = this.#url('', {
        'list-type': '2',
        prefix: `${prefix}${below}`,
        ...(most < 1000 ? { 'max-keys': String(most) } : {}),
        ...(token === undefined ? {} : { 'continuation-token': token }),
      })
      const { status, body } = await this.#call('GET', url)
      if (status !== 200) throw this.#refused('list', status, body)
      const parsed = listSchema.safeParse(xml.parse(Buffer.from(body).toString('utf8')))
      if (!parsed.success) throw new PartStoreError('the store of the parts lists in no form that we know')
      const { Contents, IsTruncated, NextContinuationToken } = parsed.data.ListBucketResult
      for (const { Key, Size } of Contents)
        entries.push({ key: Key.slice(prefix.length), size: Number(Size) })
      token = IsTruncated === 'true' ? NextContinuationToken : undefined
    } while (token !== undefined && entries.length < most)
    return entries
  }
}
