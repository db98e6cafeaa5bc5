import { z } from 'zod'

export const scanRequestSchema = z.strictObject({
  /** `feeder` and `duplex`: the next sheet, or the next side; asked again for each until `scan.no-documents`. */
  source: z.enum(['flatbed', 'feeder', 'duplex']),
  /** `bw`: one bit a pixel, for print; a tenth of the bytes. */
  mode: z.enum(['color', 'gray', 'bw']),
  dpi: z.int().min(50).max(1200),
})
export type ScanRequest = z.infer<typeof scanRequestSchema>

/** One page as a picture file. Sizes are the picture's own, read from its bytes. */
export const scannedPageSchema = z.strictObject({
  mimeType: z.enum(['image/png', 'image/jpeg']),
  bytes: z.instanceof(Uint8Array),
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  dpi: z.int().positive(),
})
export type ScannedPage = z.infer<typeof scannedPageSchema>

/** What can be asked of a 文档扫描仪. */
export const scanOperations = {
  'scan:page': { kind: 'document-scanner', input: scanRequestSchema, output: scannedPageSchema },
} as const
