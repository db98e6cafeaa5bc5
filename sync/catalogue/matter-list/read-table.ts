import { CsvError, parse } from 'csv-parse/sync'
import { strFromU8, unzipSync } from 'fflate'
import iconv from 'iconv-lite'
import { readSheet } from 'read-excel-file/node'
import { MatterListError } from './list-problem.ts'

/** All cells of a list as text, row by row from the first of the file. */
export type Table = readonly (readonly string[])[]

/** A list of a province is a few megabytes; a file that unpacks to more than this is no list. */
const mostUnpackedBytes = 512 * 1024 * 1024

function unreadable(
  file: string,
  message: string,
  remedy: string,
  row: number | null = null,
): MatterListError {
  return new MatterListError([{ code: 'unreadable', file, row, column: null, message, remedy }])
}

/**
 * CSV bytes as text: UTF-8 with or without a byte order mark, else GB 18030, which includes GBK. A file with the header
 * 事项名称 is never taken for the wrong one, because these characters in GBK are no UTF-8.
 */
function textOf(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const text = iconv.decode(Buffer.from(bytes), 'gb18030')
    if (!text.includes('\uFFFD')) return text
    throw unreadable(file, '文字编码认不出来', '在表格软件里另存为“CSV UTF-8”，或者存成 xlsx')
  }
}

function readCsv(file: string, bytes: Uint8Array): Table {
  try {
    return parse(textOf(file, bytes), { relax_column_count: true, skip_empty_lines: false, bom: true })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const row = typeof error['lines'] === 'number' ? error['lines'] : null
    throw unreadable(file, '引号不成对，读不下去', '把这一行里的引号补全或删掉，或者存成 xlsx', row)
  }
}

/** Ranges of merged cells on the first sheet; a reader sees their text once and nothing below it. */
function mergedRanges(bytes: Uint8Array): string[] {
  let unpacked = 0
  const sheets = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      unpacked += originalSize
      if (unpacked > mostUnpackedBytes) throw new RangeError('The workbook unpacks to too much')
      return name === 'xl/worksheets/sheet1.xml'
    },
  })
  return Object.values(sheets).flatMap((sheet) =>
    [...strFromU8(sheet).matchAll(/<mergeCell [^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"/g)].map(
      ([, ref]) => ref as string,
    ),
  )
}

async function readXlsx(file: string, bytes: Uint8Array): Promise<Table> {
  let merged: string[]
  let rows: readonly (readonly unknown[])[]
  try {
    merged = mergedRanges(bytes)
    // Numbers stay as they are written: a code of 31 digits is no number.
    rows = await readSheet(Buffer.from(bytes), 1, { parseNumber: (text) => text, trim: true })
  } catch {
    throw unreadable(file, '不是完好的 xlsx 工作簿', '在表格软件里打开后另存为 xlsx，或者存成 CSV')
  }
  // A title over several columns is one row high and does no harm.
  const hiding = merged.filter((range) => new Set(range.match(/\d+/g)).size > 1)
  if (hiding.length > 0) {
    throw new MatterListError(
      hiding.map((range) => ({
        code: 'unreadable',
        file,
        row: Number(/\d+/.exec(range)?.[0]),
        column: null,
        message: `单元格 ${range} 上下合并了，下面几行读不到内容`,
        remedy: '取消合并，把内容填满每一行',
      })),
    )
  }
  return rows.map((row) =>
    row.map((cell) => {
      if (cell === null || cell === undefined) return ''
      return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell)
    }),
  )
}

/**
 * Reads the first sheet of a list, CSV or XLSX, as text.
 * @throws MatterListError when the file is neither or is broken.
 */
export async function readTable(file: string, bytes: Uint8Array): Promise<Table> {
  if (bytes.length === 0) throw unreadable(file, '文件是空的', '换一个有内容的文件')
  // `PK` begins every zip, and so every xlsx, whatever the file is called.
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readXlsx(file, bytes)
  // The older xls begins with the compound file's mark.
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) {
    throw unreadable(file, '这是旧的 xls 格式', '在表格软件里另存为 xlsx 或 CSV')
  }
  return readCsv(file, bytes)
}
