import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { reviewReasonSchema, satisfactionSchema } from '#devices/contract'

/** The only version there is. */
export const protocolVersion = 1

const id = z.uuid()

/** What a pad may say. Anything else is passed over: a newer pad may know more words. */
export const padMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    protocol: z.literal('yichuang-review'),
    version: z.literal(protocolVersion),
    pad: z.string().max(60),
    nonce: z.string().regex(/^[0-9a-f]{32,128}$/),
  }),
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('refused') }),
  z.object({ type: z.literal('shown'), id }),
  z.object({
    type: z.literal('answer'),
    id,
    satisfaction: satisfactionSchema,
    reasons: z.array(reviewReasonSchema).max(20).default([]),
  }),
  z.object({ type: z.literal('declined'), id }),
  z.object({ type: z.literal('pong'), n: z.int() }),
])
export type PadMessage = z.infer<typeof padMessageSchema>

/** What this side says. */
export type HostMessage =
  | { readonly type: 'login'; readonly proof: string }
  | { readonly type: 'ask'; readonly id: string; readonly timeoutMs: number; readonly matter?: string }
  /** The question is over: taken, out of time or called off. */
  | { readonly type: 'end'; readonly id: string }
  | { readonly type: 'ping'; readonly n: number }

/** @returns null for what is no message of this protocol */
export function readPadMessage(text: string): PadMessage | null {
  try {
    return padMessageSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** Shows that this side knows the key without saying it: HMAC-SHA256 of the pad's nonce, in hexadecimal. */
export function proofOf(key: string, nonce: string): string {
  return createHmac('sha256', key).update(nonce, 'utf8').digest('hex')
}
