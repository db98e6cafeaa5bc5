import { z } from 'zod'

/**
 * One line of a device's log: a frame on its wire, or what the runtime did. Nothing personal can stand in it: bytes that
 * no adapter has declared free of personal data are hidden before the line exists.
 */
export const traceEntrySchema = z.strictObject({
  at: z.iso.datetime(),
  /** `out` to the device, `in` from it, `note` what was asked of it and how that ended. */
  direction: z.enum(['out', 'in', 'note']),
  /** Bytes on the wire; 0 for a note. */
  length: z.int().min(0),
  /** Hexadecimal where the bytes may be shown, `··N` for N hidden ones; the words of a note. */
  shown: z.string(),
})
export type TraceEntry = z.infer<typeof traceEntrySchema>
