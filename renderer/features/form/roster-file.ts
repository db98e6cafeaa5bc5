import { readClipboardCells } from './roster.ts'

/** A roster is a few hundred lines; what is far larger is another file. */
const mostBytes = 5_000_000

/** CSV of a Chinese office is as often GBK as UTF-8. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

function asText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  return typeof cell === 'object' ? '' : String(cell)
}

/**
 * The cells of the first sheet of an XLSX, or of a CSV in UTF-8 or GBK, told apart by what the file begins with.
 * @returns null for a file that is neither
 */
export async function readRosterFile(file: Blob): Promise<string[][] | null> {
  if (file.size > mostBytes) return null
  const bytes = new Uint8Array(await file.arrayBuffer())
  try {
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
      const { readSheet } = await import('read-excel-file/browser')
      return (await readSheet(file)).map((row) => row.map(asText))
    }
    if (bytes.includes(0)) return null
    const text = decode(bytes).replace(/^\uFEFF/, '')
    if (text.includes('\t')) return readClipboardCells(text)
    const { parse } = await import('csv-parse/browser/esm/sync')
    return parse(text, { relax_column_count: true, skip_empty_lines: true })
  } catch {
    return null
  }
}
