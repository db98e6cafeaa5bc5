import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import iconv from 'iconv-lite'

/** The encodings in which personal data could lie about on a terminal's disk. */
const encodings = ['utf8', 'utf16le', 'utf16-be', 'gb18030'] as const

/** One place where a text was found in clear. The text itself is not repeated here. */
export interface Finding {
  readonly file: string
  readonly encoding: (typeof encodings)[number]
  /** Which of the texts it was, by its place in the list. */
  readonly textIndex: number
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** Where any of `texts` stands unencrypted in a file below `folder`, in UTF-8, UTF-16 (both orders) or GBK. */
export async function findInClear(folder: string, texts: readonly string[]): Promise<Finding[]> {
  const needles = texts.flatMap((text, textIndex) =>
    encodings.map((encoding) => ({ encoding, textIndex, bytes: iconv.encode(text, encoding) })),
  )
  const findings: Finding[] = []
  for (const path of await filesBelow(folder)) {
    // A file of a living program may vanish between the listing and the reading.
    const content = await readFile(path).catch(() => null)
    if (content === null) continue
    for (const { encoding, textIndex, bytes } of needles) {
      if (content.includes(bytes)) findings.push({ file: relative(folder, path), encoding, textIndex })
    }
  }
  return findings
}
