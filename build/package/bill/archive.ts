import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'

interface Node {
  files?: Record<string, Node>
  size?: number
  offset?: string
  unpacked?: boolean
}

/** A file in an archive and what it holds. */
export interface ArchivedFile {
  readonly path: string
  readonly bytes: Buffer
}

/**
 * The files of an asar archive whose paths are wanted, in the archive's own order. At its head stands a JSON document with its
 * length before it, then come the files; those that were left outside lie in the folder beside it.
 */
export async function readArchive(
  archive: string,
  isWanted: (path: string) => boolean,
): Promise<ArchivedFile[]> {
  const handle = await open(archive, 'r')
  try {
    const part = async (length: number, at: number): Promise<Buffer> => {
      const bytes = Buffer.alloc(length)
      await handle.read(bytes, 0, length, at)
      return bytes
    }
    const head = await part(16, 0)
    const begin = 8 + head.readUInt32LE(4)
    const tree = JSON.parse((await part(head.readUInt32LE(12), 16)).toString('utf8')) as Node
    const found: ArchivedFile[] = []
    for (const { path, node } of filesOf(tree, '')) {
      if (!isWanted(path)) continue
      const bytes =
        node.unpacked === true
          ? await readFile(join(`${archive}.unpacked`, path))
          : await part(node.size ?? 0, begin + Number(node.offset))
      found.push({ path, bytes })
    }
    return found
  } finally {
    await handle.close()
  }
}

function* filesOf(node: Node, before: string): Generator<{ path: string; node: Node }> {
  for (const [name, inner] of Object.entries(node.files ?? {})) {
    if (inner.files === undefined) yield { path: before + name, node: inner }
    else yield* filesOf(inner, `${before}${name}/`)
  }
}
