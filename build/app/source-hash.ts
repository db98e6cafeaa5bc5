import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'

/**
 * SHA-256 (hex) over the names and contents of all files under `inputs` (folders or files, relative to
 * `root`; one that does not exist counts as empty). Tests are no input of an app.
 */
export async function sourceHash(root: string, inputs: readonly string[]): Promise<string> {
  const files = (await Promise.all(inputs.map((input) => filesUnder(join(root, input))))).flat()
  const unique = [...new Set(files)].filter((file) => !file.endsWith('.test.ts')).sort()
  const contents = await Promise.all(unique.map((file) => readFile(file)))
  const hash = createHash('sha256')
  for (const [at, file] of unique.entries()) {
    const content = contents[at] ?? Buffer.alloc(0)
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

async function filesUnder(path: string): Promise<string[]> {
  const kind = await stat(path).catch(() => undefined)
  if (kind === undefined) return []
  if (!kind.isDirectory()) return [path]
  const entries = await readdir(path, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
