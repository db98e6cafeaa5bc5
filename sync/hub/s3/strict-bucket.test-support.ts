import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/*
 * A bucket as the Signature Version 4 and S3 pages describe it, for tests: it computes every signature by itself, believes no digest, and
 * takes nothing unsigned. It knows path-style addresses, GET, HEAD, PUT, DELETE and ListObjectsV2, two keys a page.
 */

const keysAPage = 2
const dateTolerance = 15 * 60_000

export const credentials = { accessKeyId: 'TESTKEY', secretAccessKey: 'secret-of-the-test' } as const
export const bucketName = 'parts-of-the-test'
const region = 'us-east-1'

export interface S3Request {
  readonly method: string
  /** As it came, with its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface S3Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** RFC 3986: all but the unreserved characters, the slash as it is asked. */
function encoded(text: string, slash: boolean): string {
  const all = encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return slash ? all : all.replaceAll('%2F', '/')
}

function failure(status: number, code: string): S3Answer {
  const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`)
  return { status, headers: { 'content-type': 'application/xml' }, body }
}

/** Null when the request is signed by the one key that there is. */
function signatureFault({ method, path, headers, body }: S3Request): S3Answer | null {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers['authorization'] ?? '',
    )
  if (match === null) return failure(403, 'AccessDenied')
  const [, keyId, day = '', usedRegion, names = '', signature = ''] = match
  if (keyId !== credentials.accessKeyId) return failure(403, 'InvalidAccessKeyId')
  if (usedRegion !== region) return failure(400, 'AuthorizationHeaderMalformed')
  const date = headers['x-amz-date'] ?? ''
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!(Math.abs(Date.now() - at) < dateTolerance) || !date.startsWith(day))
    return failure(403, 'RequestTimeTooSkewed')
  const digest = headers['x-amz-content-sha256'] ?? ''
  if (digest !== sha256(body)) return failure(400, 'XAmzContentSHA256Mismatch')
  const signed = names.split(';')
  const needed = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))]
  if (needed.some((name) => !signed.includes(name))) return failure(403, 'AccessDenied')
  const url = new URL(path, 'http://bucket')
  const query = [...url.searchParams]
    .map(([name, value]) => `${encoded(name, true)}=${encoded(value, true)}`)
    .sort()
    .join('&')
  const canonical = [
    method,
    encoded(decodeURIComponent(url.pathname), false),
    query,
    ...signed.map((name) => `${name}:${(headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}`),
    '',
    names,
    digest,
  ].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer | string>(
    hmac,
    `AWS4${credentials.secretAccessKey}`,
  )
  const right = hmac(key as Buffer, toSign)
  return timingSafeEqual(right, Buffer.from(signature, 'hex')) ? null : failure(403, 'SignatureDoesNotMatch')
}

/** The objects. */
export class Bucket {
  readonly objects = new Map<string, Buffer>()

  answer(request: S3Request): S3Answer {
    const fault = signatureFault(request)
    if (fault !== null) return fault
    const url = new URL(request.path, 'http://bucket')
    const [, bucket, ...rest] = decodeURIComponent(url.pathname).split('/')
    if (bucket !== bucketName) return failure(404, 'NoSuchBucket')
    const key = rest.join('/')
    if (key === '')
      return request.method === 'GET' ? this.#list(url.searchParams) : failure(405, 'MethodNotAllowed')
    const there = this.objects.get(key)
    const plain = { 'content-type': 'application/octet-stream' }
    switch (request.method) {
      case 'PUT': {
        const checksum = request.headers['x-amz-checksum-sha256']
        if (
          checksum !== undefined &&
          checksum !== Buffer.from(sha256(request.body), 'hex').toString('base64')
        )
          return failure(400, 'BadDigest')
        this.objects.set(key, request.body)
        return {
          status: 200,
          headers: { etag: `"${sha256(request.body).slice(0, 32)}"` },
          body: Buffer.alloc(0),
        }
      }
      case 'GET':
      case 'HEAD':
        return there === undefined ? failure(404, 'NoSuchKey') : { status: 200, headers: plain, body: there }
      case 'DELETE':
        this.objects.delete(key)
        return { status: 204, headers: {}, body: Buffer.alloc(0) }
      default:
        return failure(405, 'MethodNotAllowed')
    }
  }

  #list(query: URLSearchParams): S3Answer {
    if (query.get('list-type') !== '2') return failure(400, 'InvalidArgument')
    const token = query.get('continuation-token')
    const after = token === null ? '' : Buffer.from(token, 'base64').toString('utf8')
    const keys = [...this.objects.keys()]
      .filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after)
      .sort()
    const most = Math.min(Number(query.get('max-keys') ?? 1000), keysAPage)
    const page = keys.slice(0, most)
    const more = keys.length > page.length
    const contents = page.map(
      (key) =>
        `<Contents><Key>${key}</Key><Size>${String(this.objects.get(key)?.length)}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
    )
    const next = more
      ? `<NextContinuationToken>${Buffer.from(page.at(-1) ?? '').toString('base64')}</NextContinuationToken>`
      : ''
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucketName}</Name><IsTruncated>${String(more)}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`
    return { status: 200, headers: { 'content-type': 'application/xml' }, body: Buffer.from(body) }
  }
}
