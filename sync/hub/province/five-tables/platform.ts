import { z } from 'zod'
import { callOnce, type PostLimits, postLimits, type WholeAnswer } from '../../webhooks/post.ts'
import type { ProvinceOutcome, ProvincePlatform, ProvinceReport } from '../port.ts'
import type { ProvinceSettings } from '../settings.ts'
import { batchOf, Incomplete } from './rows.ts'

/** What the platform answers to a batch, by the names of 同步标志. Its own number for the case is optional. */
const answerSchema = z.object({
  cd_batch: z.string(),
  sync_sign: z.enum(['SUCCESS', 'FAILED']),
  error_code: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,60}$/)
    .nullish(),
  platform_no: z
    .string()
    .regex(/^[\w.-]{1,60}$/)
    .nullish(),
})

function retryAfterMs({ headers }: WholeAnswer): { afterMs?: number } {
  const seconds = Number(headers['retry-after'] ?? 'none')
  return Number.isFinite(seconds) && seconds > 0 ? { afterMs: seconds * 1000 } : {}
}

function ofAnswer(answer: WholeAnswer, batch: string): ProvinceOutcome {
  const { status, body } = answer
  if (status === 401 || status === 403) return { kind: 'park', problem: 'not-authorised' }
  if (status === 429 || status === 503)
    return { kind: 'retry', scope: 'platform', problem: 'busy', ...retryAfterMs(answer) }
  if (status >= 300 && status < 400) return { kind: 'park', problem: 'redirected' }
  if (status >= 500 || status === 408 || status === 409 || status === 425)
    return { kind: 'retry', scope: 'report', problem: 'failed', ...retryAfterMs(answer) }
  if (status >= 400) return { kind: 'refused', problem: 'refused', reason: `HTTP-${String(status)}` }
  let json: unknown
  try {
    json = JSON.parse(body.toString('utf8'))
  } catch {
    return { kind: 'retry', scope: 'report', problem: 'not-understood' }
  }
  const parsed = answerSchema.safeParse(json)
  // An answer about another batch says nothing of this one.
  if (!parsed.success || parsed.data.cd_batch !== batch)
    return { kind: 'retry', scope: 'report', problem: 'not-understood' }
  return parsed.data.sync_sign === 'SUCCESS'
    ? { kind: 'taken', number: parsed.data.platform_no ?? null }
    : { kind: 'refused', problem: 'refused', reason: parsed.data.error_code ?? null }
}

/**
 * 办件汇聚五表: the worked adapter. One report is one batch, posted as JSON; a repeat has the same `cd_batch` and the same rows, by
 * which the platform knows it.
 */
export function fiveTables(settings: ProvinceSettings, limits: PostLimits = postLimits): ProvincePlatform {
  return {
    deadlineMs: limits.deadlineMs,
    async deliver(report: ProvinceReport): Promise<ProvinceOutcome> {
      let batch
      try {
        batch = batchOf(report, settings)
      } catch (error) {
        if (!(error instanceof Incomplete)) throw error
        return { kind: 'refused', problem: 'incomplete', reason: error.field }
      }
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'idempotency-key': batch.cd_batch,
        ...(settings.token === undefined ? {} : { authorization: `Bearer ${settings.token}` }),
      }
      const answer = await callOnce(settings, Buffer.from(JSON.stringify(batch)), headers, limits)
      if (typeof answer !== 'string') return ofAnswer(answer, batch.cd_batch)
      if (answer === 'certificate') return { kind: 'park', problem: answer }
      // A connection that is not even made tells of the platform; one that breaks may break by this report.
      const scope = answer === 'unreachable' ? 'platform' : 'report'
      return { kind: 'retry', scope, problem: answer as Exclude<typeof answer, 'refused'> }
    },
  }
}
