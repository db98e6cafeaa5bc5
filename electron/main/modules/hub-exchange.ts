import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { ShellErrorCode } from '#shell/contract'
import { MainError } from './main-error.ts'

/** An answer larger than this is not one of ours. */
const maxAnswerBytes = 16 * 1024 * 1024

/** One request as it goes out, and what came back. No redirect is followed. */
export type Exchange = (
  address: URL,
  request: {
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: Uint8Array | null
    readonly signal: AbortSignal
  },
) => Promise<{ status: number; headers: Record<string, string>; body: Uint8Array }>

async function readBounded(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const read: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.byteLength
    if (size > maxAnswerBytes)
      throw new MainError('hub.unreachable', 'the answer is longer than the hub ever sends')
    read.push(chunk)
  }
  return new Uint8Array(Buffer.concat(read))
}

const certificateFaults: Readonly<Record<string, ShellErrorCode>> = {
  CERT_HAS_EXPIRED: 'hub.certificate-expired',
  CERT_NOT_YET_VALID: 'hub.certificate-expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'hub.certificate-wrong-host',
}
/** Whatever else OpenSSL may find wrong with a chain (X509_V_ERR_… as Node names it). */
const chainFault = /^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA|PATH_LENGTH_|HOSTNAME_MISMATCH)/

/** A failed connection whose other side did not prove who it is; anything else as it was. */
function certificateError(error: unknown): unknown {
  const inner = (error as { cause?: unknown } | null)?.cause ?? error
  const code = String((inner as { code?: unknown } | null)?.code ?? '')
  const fault = certificateFaults[code] ?? (chainFault.test(code) ? 'hub.certificate-unknown' : null)
  return fault === null
    ? error
    : new MainError(fault, `the hub's certificate was refused (${code})`, { cause: error })
}

/** An answer's bytes; what is packed too much to be one of ours is found by {@link readBounded}. */
function unpacked(response: IncomingMessage): AsyncIterable<Uint8Array> {
  if (response.headers['content-encoding'] !== 'gzip') return response
  // Each passes on what goes wrong with the one before it.
  return pipeline(response, createGunzip(), () => undefined)
}

/**
 * Exchanges over connections that stay open, HTTPS by the address. Nothing is sent before the other side has proved who it is.
 * Node's own client and not fetch, which copies a scan several times before it is sent.
 * @param authority PEM of the one authority that may vouch for the hub: where Node is given any, those that it knows by itself do
 * not count. Null for these.
 */
export function hubExchange(authority: string | null): Exchange {
  const own = authority === null ? {} : { ca: [authority] }
  const secure = new SecureAgent({ keepAlive: true, minVersion: 'TLSv1.2', ...own })
  const plain = new PlainAgent({ keepAlive: true })
  return (address, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const [request, agent] = address.protocol === 'https:' ? [secureRequest, secure] : [plainRequest, plain]
      const call = request(address, {
        agent,
        method,
        signal,
        headers: {
          ...headers,
          'accept-encoding': 'gzip',
          ...(body === null ? {} : { 'content-length': String(body.byteLength) }),
        },
      })
      call.on('error', (error) => reject(certificateError(error) as Error))
      call.once('response', (response) => {
        const told = Object.entries(response.headers).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
        )
        readBounded(unpacked(response)).then(
          (read) =>
            resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(told), body: read }),
          reject,
        )
      })
      call.end(body ?? undefined)
    })
}
