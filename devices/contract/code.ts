import { z } from 'zod'

/** More than any bar code holds: a QR code of version 40 has 7,089 digits (ISO/IEC 18004). Bytes, not characters. */
export const longestCodeBytes = 8000

/** How a code's bytes are read as text: told by the bytes themselves unless the configuration says it. */
export const codeEncodings = ['utf-8', 'gb18030'] as const
export const codeEncodingSchema = z.enum(codeEncodings)
export type CodeEncoding = z.infer<typeof codeEncodingSchema>

/**
 * 条码或二维码 that was scanned. It comes from a stranger's paper or telephone: it is data and nothing else, never a
 * link that is opened or a command that is run.
 */
export const scannedCodeSchema = z.strictObject({
  text: z.string().min(1).max(longestCodeBytes),
  encoding: codeEncodingSchema,
  /** AIM symbology identifier (ISO/IEC 15424), e.g. `]Q1` for a QR code; null where the scanner does not say. */
  symbology: z
    .string()
    .regex(/^\][A-Za-z][0-9A-Za-z]$/)
    .nullable(),
})
export type ScannedCode = z.infer<typeof scannedCodeSchema>

/** What a scanner sends after a code. `auto`: CR, LF or both, or silence where neither ever came. */
export const codeSuffixes = ['auto', 'cr', 'lf', 'crlf', 'tab', 'etx', 'none'] as const
export type CodeSuffix = (typeof codeSuffixes)[number]

/** What can be asked of a 扫码器. What nobody asked for is told as an event, `code-scanned`. */
export const codeOperations = {
  /** Waits for the next code; it goes to the one who asked, and to nobody else. */
  'code:read': {
    kind: 'code-scanner',
    input: z.strictObject({ timeoutMs: z.int().min(100).max(600_000) }),
    output: scannedCodeSchema,
  },
} as const
