import { Agent, request as httpsRequest } from 'node:https'
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

/** By what the system trusts. */
export const exchangeByFetch: Exchange = async (address, { body, ...request }) => {
  const response = await fetch(address, {
    ...request,
    // Never shared memory: it came over a message or from a file. Fetch makes its own copy.
    body: body as Uint8Array<ArrayBuffer> | null,
    redirect: 'manual',
  }).catch((error: unknown) => {
    throw certificateError(error)
  })
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    // Node's streams can be iterated; the DOM's types, under which tests look at this file too, do not know it.
    body: await readBounded((response.body ?? []) as unknown as AsyncIterable<Uint8Array>),
  }
}

/**
 * By one authority alone: where Node is given authorities, those of the system do not count. Nothing is sent before the other
 * side has proved who it is.
 * @param authority PEM
 */
export function pinnedExchange(authority: string): Exchange {
  const agent = new Agent({ keepAlive: true, ca: [authority], minVersion: 'TLSv1.2' })
  return (address, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const call = httpsRequest(address, {
        agent,
        method,
        signal,
        headers: {
          ...headers,
          ...(body === null ? {} : { 'content-length': String(body.byteLength) }),
        },
      })
      call.once('error', (error) => reject(certificateError(error) as Error))
      call.once('response', (response) => {
        const told = Object.entries(response.headers).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
        )
        readBounded(response).then(
          (read) =>
            resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(told), body: read }),
          reject,
        )
      })
      call.end(body ?? undefined)
    })
}
