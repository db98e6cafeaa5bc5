import { z } from 'zod'
import { terminalIdSchema } from './schemas.ts'

/** Bytes of a sealed draft in one answer; base64 makes them a third more. */
export const transferPieceBytes = 1024 * 1024

/** Derived from the code's secret; says nothing of it. */
export const transferIdSchema = z.string().regex(/^[0-9a-f]{32}$/)

/** How a draft that was handed over stands. `claimed`: another terminal is taking it at the moment. */
export const transferStateSchema = z.strictObject({
  transferId: transferIdSchema,
  state: z.enum(['waiting', 'claimed', 'taken', 'recalled', 'expired']),
  expiresAt: z.iso.datetime({ offset: true }),
})
export type TransferState = z.infer<typeof transferStateSchema>

/** What the taker is told before the content: where it comes from, and how much there is. */
export const transferClaimSchema = z.strictObject({
  transferId: transferIdSchema,
  fromTerminal: terminalIdSchema,
  fromName: z.string().max(200),
  storedAt: z.iso.datetime({ offset: true }),
  size: z.int().positive(),
})
export type TransferClaim = z.infer<typeof transferClaimSchema>

/** A piece of the ciphertext. */
export const transferPieceSchema = z.strictObject({
  offset: z.int().min(0),
  /** base64url. */
  bytes: z.string().max(Math.ceil((transferPieceBytes * 4) / 3) + 4),
})
