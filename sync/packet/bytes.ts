/** Bytes over their own ArrayBuffer, as WebCrypto wants them. */
export type Bytes = Uint8Array<ArrayBuffer>

/** The same bytes over their own ArrayBuffer; copied only where they are a view of something larger or shared. */
export function owned(bytes: Uint8Array): Bytes {
  const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength
  return whole && bytes.buffer instanceof ArrayBuffer ? (bytes as Bytes) : new Uint8Array(bytes)
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** base64url without padding (RFC 4648 §5). */
export function toBase64Url(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** @throws TypeError or DOMException when the text is not base64url; callers give it only what a schema has let pass. */
export function fromBase64Url(text: string): Bytes {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

interface NodeHash {
  update(bytes: Uint8Array): NodeHash
  digest(encoding: 'hex'): string
}

/**
 * Node's own hashes, where this is Node: WebCrypto copies a scan for another thread first. Asked for, not imported: in the page there
 * is no such thing.
 */
const nodeCrypto = (
  globalThis as {
    process?: { getBuiltinModule?: (name: 'node:crypto') => { createHash(algorithm: 'sha256'): NodeHash } }
  }
).process?.getBuiltinModule?.('node:crypto')

/** SHA-256 in lower-case hexadecimal. */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  if (nodeCrypto !== undefined) return nodeCrypto.createHash('sha256').update(bytes).digest('hex')
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', owned(bytes))))
}

async function throughStream(
  bytes: Uint8Array,
  stream: GenericTransformStream,
  limit: number,
): Promise<Bytes> {
  const piped = new Blob([owned(bytes)]).stream().pipeThrough(stream as ReadableWritablePair<Bytes, Bytes>)
  const chunks: Bytes[] = []
  let size = 0
  for await (const chunk of piped as unknown as AsyncIterable<Bytes>) {
    size += chunk.byteLength
    if (size > limit) throw new RangeError('the expanded content is larger than allowed')
    chunks.push(chunk)
  }
  return concat(chunks)
}

export function concat(chunks: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.byteLength, 0))
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.byteLength
  }
  return whole
}

export function gzip(bytes: Uint8Array): Promise<Bytes> {
  return throughStream(bytes, new CompressionStream('gzip'), Number.POSITIVE_INFINITY)
}

/** @throws when it is not gzip, or expands beyond `limit` bytes. */
export function gunzip(bytes: Uint8Array, limit: number): Promise<Bytes> {
  return throughStream(bytes, new DecompressionStream('gzip'), limit)
}
