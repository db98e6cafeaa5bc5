import { PageError } from './page-error.ts'

/** What a file turned out to be, by its own first bytes; its name and what it is said to be count for nothing. */
export interface FileFacts {
  readonly mediaType: 'image/jpeg' | 'image/png' | 'application/pdf'
}

/** A paper of 30 pages in good quality; with twenty such files an intake still goes over a slow line in a night. */
const mostBytes = 20 * 1024 * 1024
/** A3 at 600 dpi has 70 million: what is larger was made to exhaust a machine. */
const mostPixels = 100_000_000
/** How far from its end a PDF must say that it ends (ISO 32000-1, annex H.3.18). */
const pdfEndBytes = 1024

const latin1 = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)

function startsWith(bytes: Uint8Array, ...start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte)
}

/** Pixels of a PNG by its IHDR, which comes first (ISO/IEC 15948, 11.2.2). */
function pngPixels(bytes: Uint8Array): number | null {
  if (bytes.byteLength < 24) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return view.getUint32(16) * view.getUint32(20)
}

/** Pixels of a JPEG by its frame header (ITU-T T.81, B.2.2): any SOF marker, not the tables between them. */
function jpegPixels(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 2; at + 9 < bytes.byteLength && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return view.getUint16(at + 5) * view.getUint16(at + 7)
    // Fill bytes may stand before a marker.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return null
}

/** @throws PageError `page-unreadable`, `page-too-large` before anybody decodes it. */
function demandPixels(pixels: number | null): void {
  if (pixels === null || pixels === 0) throw new PageError('page-unreadable', 'the picture has no size')
  if (pixels > mostPixels) throw new PageError('page-too-large', 'the picture has too many pixels')
}

/** @throws PageError `file-locked` for one that wants a password, `page-unreadable` for one that is cut off. */
function demandWholePdf(bytes: Uint8Array): void {
  if (!latin1(bytes.subarray(-pdfEndBytes)).includes('%%EOF')) {
    throw new PageError('page-unreadable', 'the PDF is cut off')
  }
  if (/\/Encrypt\s+\d+\s+\d+\s+R/.test(latin1(bytes))) {
    throw new PageError('file-locked', 'the PDF is encrypted')
  }
}

/** A size is enough to refuse it: nobody reads such a file first. @throws PageError `file-empty`, `file-too-large`. */
export function demandSize(bytes: number): void {
  if (bytes === 0) throw new PageError('file-empty', 'the file is empty')
  if (bytes > mostBytes) throw new PageError('file-too-large', 'the file is too large')
}

/**
 * Looks at a file that somebody wants to hand in.
 * @throws PageError `file-type-refused` for anything but JPEG, PNG and PDF, and for what is wrong with one of these.
 */
export function receiveFile(bytes: Uint8Array): FileFacts {
  demandSize(bytes.byteLength)
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) {
    demandPixels(pngPixels(bytes))
    return { mediaType: 'image/png' }
  }
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) {
    demandPixels(jpegPixels(bytes))
    return { mediaType: 'image/jpeg' }
  }
  if (latin1(bytes.subarray(0, 5)) === '%PDF-') {
    demandWholePdf(bytes)
    return { mediaType: 'application/pdf' }
  }
  throw new PageError('file-type-refused', 'the file is no JPEG, PNG or PDF')
}
