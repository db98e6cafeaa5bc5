import { sha256Hex, fromBase64Url, toBase64Url } from '#sync/packet'
import { isInnerList, parseDictionary } from 'structured-headers'

/*
 *  What is signed (RFC 9421 §2.5), one line a component:
 *
 *    "@method": PUT
 *    "@path": /intakes/0197…
 *    "@query": ?
 *    "content-digest": sha-256=:…:            (only where there is a body; RFC 9530: of the bytes as they travel)
 *    "content-encoding": gzip                 (only where the body is packed, so that nobody can pass it off as plain)
 *    "@signature-params": ("@method" …);created=…;nonce="…";keyid="T01";alg="ed25519"
 */

/** A component of the message and its value. */
export interface SignedComponent {
  readonly name: string
  readonly value: string
}

/** The text that is signed (RFC 9421 §2.5). `parameters` is the serialised inner list with its parameters. */
export function signatureBase(components: readonly SignedComponent[], parameters: string): string {
  return [
    ...components.map(({ name, value }) => `"${name}": ${value}`),
    `"@signature-params": ${parameters}`,
  ].join('\n')
}

/** A request as far as its signature covers it. `path` has the query with it. */
export interface SignableRequest {
  readonly method: string
  readonly path: string
  /** As it travels: packed where `contentEncoding` says so. */
  readonly body: Uint8Array | null
  readonly contentEncoding?: string | undefined
}

/** Whose signature it is: a terminal's on what it sends, the hub's on what it tells departments and a province. */
export type SignatureLabel = 'terminal' | 'hub'

/** Who signs. `sign` gives an Ed25519 signature. */
export interface RequestSigner {
  readonly keyId: string
  readonly sign: (data: Uint8Array) => Promise<Uint8Array>
}

function toBase64(bytes: Uint8Array): string {
  const text = toBase64Url(bytes).replaceAll('-', '+').replaceAll('_', '/')
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}

function hexToBytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** `Content-Digest` of a body (RFC 9530 §2). */
export async function contentDigest(body: Uint8Array): Promise<string> {
  return `sha-256=:${toBase64(hexToBytes(await sha256Hex(body)))}:`
}

function componentsOf(request: SignableRequest, digest: string | null): SignedComponent[] {
  const mark = request.path.indexOf('?')
  return [
    { name: '@method', value: request.method },
    { name: '@path', value: mark < 0 ? request.path : request.path.slice(0, mark) },
    { name: '@query', value: mark < 0 ? '?' : request.path.slice(mark) },
    ...(digest === null ? [] : [{ name: 'content-digest', value: digest }]),
    ...(request.contentEncoding === undefined
      ? []
      : [{ name: 'content-encoding', value: request.contentEncoding }]),
  ]
}

/**
 * The headers that sign a request: `signature-input`, `signature`, `content-digest` where there is a body, and
 * `content-encoding` where it is packed.
 */
export async function signRequest(
  request: SignableRequest,
  signer: RequestSigner,
  moment: { readonly now?: Date; readonly nonce?: string } = {},
  label: SignatureLabel = 'terminal',
): Promise<Record<string, string>> {
  const digest = request.body === null ? null : await contentDigest(request.body)
  const components = componentsOf(request, digest)
  const created = Math.floor((moment.now ?? new Date()).getTime() / 1000)
  const nonce = moment.nonce ?? toBase64Url(crypto.getRandomValues(new Uint8Array(18)))
  const names = components.map(({ name }) => `"${name}"`).join(' ')
  const parameters = `(${names});created=${created};nonce="${nonce}";keyid="${signer.keyId}";alg="ed25519"`
  const signature = await signer.sign(new TextEncoder().encode(signatureBase(components, parameters)))
  return {
    ...(digest === null ? {} : { 'content-digest': digest }),
    ...(request.contentEncoding === undefined ? {} : { 'content-encoding': request.contentEncoding }),
    'signature-input': `${label}=${parameters}`,
    signature: `${label}=:${toBase64(signature)}:`,
  }
}

/** A request whose signature holds. */
export interface VerifiedRequest {
  readonly keyId: string
  readonly nonce: string
  readonly created: Date
}

/** Why a signature is not accepted. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError'
  readonly reason: 'missing' | 'malformed' | 'digest' | 'wrong-key' | 'wrong-signature'

  constructor(reason: SignatureError['reason'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

interface ParsedSignature extends VerifiedRequest {
  readonly signature: Uint8Array
  readonly parameters: string
  readonly names: string
}

function parse(
  headers: Readonly<Record<string, string | undefined>>,
  label: SignatureLabel,
): ParsedSignature {
  const input = headers['signature-input']
  const signature = headers['signature']
  if (input === undefined || signature === undefined)
    throw new SignatureError('missing', 'the request is not signed')
  try {
    const list = parseDictionary(input).get(label)
    const value = parseDictionary(signature).get(label)?.[0]
    if (list === undefined || !isInnerList(list) || !(value instanceof ArrayBuffer))
      throw new TypeError('shape')
    const [items, parameters] = list
    const created = parameters.get('created')
    const nonce = parameters.get('nonce')
    const keyId = parameters.get('keyid')
    if (typeof created !== 'number' || typeof nonce !== 'string' || typeof keyId !== 'string')
      throw new TypeError('parameters')
    if (parameters.get('alg') !== 'ed25519' || !/^[A-Za-z0-9_-]{16,64}$/.test(nonce))
      throw new TypeError('parameters')
    return {
      keyId,
      nonce,
      created: new Date(created * 1000),
      signature: new Uint8Array(value),
      // Exactly the bytes that were signed: serialising anew could differ from what the sender wrote.
      parameters: input.slice(input.indexOf('(')),
      names: items.map(([name]) => String(name)).join(' '),
    }
  } catch (cause) {
    throw new SignatureError('malformed', 'the signature headers cannot be read', { cause })
  }
}

/**
 * Checks a request's signature and the digest of its body. Age and repetition are for the caller to judge: they need
 * a clock and a memory.
 * @param findKey gives the check for a key id, or null when nobody is known by it.
 * @throws SignatureError
 */
export async function verifyRequest(
  request: SignableRequest & { readonly headers: Readonly<Record<string, string | undefined>> },
  findKey: (keyId: string) => Promise<((data: Uint8Array, signature: Uint8Array) => Promise<boolean>) | null>,
  label: SignatureLabel = 'terminal',
): Promise<VerifiedRequest> {
  const parsed = parse(request.headers, label)
  const digest = request.body === null ? null : await contentDigest(request.body)
  if (digest !== null && request.headers['content-digest'] !== digest) {
    throw new SignatureError('digest', 'the body does not have its digest')
  }
  const contentEncoding = request.headers['content-encoding']
  const components = componentsOf({ ...request, contentEncoding }, digest)
  if (parsed.names !== components.map(({ name }) => name).join(' ')) {
    throw new SignatureError('malformed', 'the signature does not cover what it must')
  }
  const verify = await findKey(parsed.keyId)
  if (verify === null) throw new SignatureError('wrong-key', 'the key is not known')
  const base = new TextEncoder().encode(signatureBase(components, parsed.parameters))
  if (!(await verify(base, parsed.signature)))
    throw new SignatureError('wrong-signature', 'the signature does not hold')
  return { keyId: parsed.keyId, nonce: parsed.nonce, created: parsed.created }
}

/** A check by an Ed25519 public key of 32 raw bytes in base64url. */
export async function ed25519Verifier(
  publicKey: string,
): Promise<(data: Uint8Array, signature: Uint8Array) => Promise<boolean>> {
  const key = await crypto.subtle.importKey('raw', fromBase64Url(publicKey), 'Ed25519', false, ['verify'])
  return (data, signature) =>
    crypto.subtle.verify('Ed25519', key, new Uint8Array(signature), new Uint8Array(data))
}
