import { randomUUID } from 'node:crypto'
import { fromBase64Url, toBase64Url } from '#sync/packet'
import { z } from 'zod'
import { currentEpoch } from '../backup/epoch.ts'
import type { Queries } from '../database.ts'
import { HubProblem } from '../hub-problem.ts'

/** How long a shown code holds. The citizen's telephone renews it by itself. */
const lifetimeMs = 120_000
/** A code from a little in the future is the clock's fault, not the citizen's. */
const clockToleranceMs = 30_000
const prefix = 'XYB1'

const payloadSchema = z.strictObject({
  /** Names this code, so that it is taken once. */
  jti: z.uuid(),
  sub: z.string().min(4).max(40),
  iat: z.int(),
  exp: z.int(),
})

/** Signs and checks what a citizen's telephone shows at the scanner (扫码亮证). */
export interface CodeKeys {
  readonly sign: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>
  readonly verify: (bytes: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>) => Promise<boolean>
}

/** A code for one holder, for {@link lifetimeMs}: `XYB1.payload.signature`, Ed25519 over the first two parts. */
export async function issueCode(
  keys: CodeKeys,
  idNumber: string,
  now: number,
): Promise<{ code: string; expiresAt: string }> {
  const payload = { jti: randomUUID(), sub: idNumber, iat: now, exp: now + lifetimeMs }
  const body = `${prefix}.${toBase64Url(new TextEncoder().encode(JSON.stringify(payload)))}`
  const signature = await keys.sign(new TextEncoder().encode(body))
  return { code: `${body}.${toBase64Url(signature)}`, expiresAt: new Date(payload.exp).toISOString() }
}

function parsePayload(text: string): z.infer<typeof payloadSchema> | null {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(fromBase64Url(text)))
    return payloadSchema.safeParse(json).data ?? null
  } catch {
    return null
  }
}

async function isSigned(keys: CodeKeys, body: string, signature: string): Promise<boolean> {
  try {
    return await keys.verify(new TextEncoder().encode(body), fromBase64Url(signature))
  } catch {
    return false
  }
}

/**
 * Takes a shown code: it must be signed by this system, within its time, and never have been taken before. The taking
 * is part of the caller's transaction, so that a query that fails leaves the code as it was.
 * @throws HubProblem `code-invalid`, `code-expired` or `code-used`.
 */
export async function takeCode(
  queries: Queries,
  keys: CodeKeys,
  code: string,
  now: number,
): Promise<{ idNumber: string }> {
  const [head, payloadText, signature, ...rest] = code.trim().split('.')
  if (head !== prefix || payloadText === undefined || signature === undefined || rest.length > 0)
    throw new HubProblem('code-invalid')
  if (!(await isSigned(keys, `${head}.${payloadText}`, signature))) throw new HubProblem('code-invalid')
  const payload = parsePayload(payloadText)
  if (payload === null || payload.iat > now + clockToleranceMs) throw new HubProblem('code-invalid')
  if (payload.exp <= now) throw new HubProblem('code-expired')
  // Whether it was taken before the hub was restored, nobody knows.
  if (payload.iat < (await currentEpoch(queries)).beganAt.getTime()) throw new HubProblem('code-expired')
  const taken = await queries.rows(
    'INSERT INTO taken_codes (code_id, taken_at) VALUES ($1, now()) ON CONFLICT DO NOTHING RETURNING code_id',
    [payload.jti],
  )
  if (taken.length === 0) throw new HubProblem('code-used')
  return { idNumber: payload.sub }
}
