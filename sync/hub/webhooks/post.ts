import { type IncomingMessage, request as httpRequest } from 'node:http'
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

/**
 * Calls an inbox once, at exactly its configured address: no redirect is followed, nothing of the answer is kept. Only a whole answer
 * with a 2xx counts.
 * @returns null when it was taken
 */
export function postOnce(
  { url, ca }: WebhookEndpoint,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  limits: PostLimits = postLimits,
): Promise<WebhookProblem | null> {
  return new Promise((resolve) => {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest
    let answer: IncomingMessage | null = null
    const call = request(url, {
      method: 'POST',
      // A connection of its own: one that the inbox has meanwhile closed would look like a failure.
      agent: false,
      headers: { ...headers, 'content-length': String(body.byteLength) },
      ...(ca === undefined ? {} : { ca: [ca] }),
    })
    const settle = (problem: WebhookProblem | null): void => {
      clearTimeout(deadline)
      resolve(problem)
      call.destroy()
    }
    const deadline = setTimeout(() => settle('timeout'), limits.deadlineMs)
    call.on('error', (error) => settle(problemOf(error, answer !== null)))
    call.on('response', (response) => {
      answer = response
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > limits.longestAnswer) settle('too-large')
      })
      response.on('error', () => settle('cut-off'))
      response.on('end', () => settle(response.complete ? verdict(response.statusCode ?? 0) : 'cut-off'))
    })
    call.end(body)
  })
}
