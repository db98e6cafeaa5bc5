import { type IncomingHttpHeaders, type IncomingMessage, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { WebhookProblem } from '#sync/api'
import type { WebhookEndpoint } from './endpoints.ts'

/** How long an inbox may take, from the call to the last byte of its answer; and how much it may say. */
export interface PostLimits {
  readonly deadlineMs: number
  readonly longestAnswer: number
}

export const postLimits: PostLimits = { deadlineMs: 15_000, longestAnswer: 64 * 1024 }

const certificateCodes = /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY))/

function problemOf(error: NodeJS.ErrnoException, hasAnswer: boolean): WebhookProblem {
  if (certificateCodes.test(error.code ?? '')) return 'certificate'
  if (error.code?.startsWith('HPE_') === true) return 'not-http'
  return hasAnswer ? 'cut-off' : 'unreachable'
}

function verdict(status: number): WebhookProblem | null {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400) return 'redirected'
  return status < 500 ? 'refused' : 'failed'
}

/** An answer that came whole. */
export interface WholeAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/**
 * Posts once, at exactly the configured address: no redirect is followed.
 * @returns the answer, or what kept it from coming whole
 */
export function callOnce(
  { url, ca }: Pick<WebhookEndpoint, 'url' | 'ca'>,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  limits: PostLimits = postLimits,
): Promise<WholeAnswer | WebhookProblem> {
  return new Promise((resolve) => {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest
    let answer: IncomingMessage | null = null
    const call = request(url, {
      method: 'POST',
      // A connection of its own: one that the other side has meanwhile closed would look like a failure.
      agent: false,
      headers: { ...headers, 'content-length': String(body.byteLength) },
      ...(ca === undefined ? {} : { ca: [ca] }),
    })
    const settle = (outcome: WholeAnswer | WebhookProblem): void => {
      clearTimeout(deadline)
      resolve(outcome)
      call.destroy()
    }
    const deadline = setTimeout(() => settle('timeout'), limits.deadlineMs)
    call.on('error', (error) => settle(problemOf(error, answer !== null)))
    call.on('response', (response) => {
      answer = response
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > limits.longestAnswer) settle('too-large')
        else chunks.push(chunk)
      })
      response.on('error', () => settle('cut-off'))
      response.on('end', () =>
        settle(
          response.complete
            ? {
                status: response.statusCode ?? 0,
                headers: response.headers,
                body: Buffer.concat(chunks),
              }
            : 'cut-off',
        ),
      )
    })
    call.end(body)
  })
}

/**
 * Calls an inbox once. Nothing of the answer is kept, and only a whole one with a 2xx counts.
 * @returns null when it was taken
 */
export async function postOnce(
  endpoint: WebhookEndpoint,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  limits: PostLimits = postLimits,
): Promise<WebhookProblem | null> {
  const outcome = await callOnce(endpoint, body, headers, limits)
  return typeof outcome === 'string' ? outcome : verdict(outcome.status)
}
