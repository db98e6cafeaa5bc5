import { closeSync, existsSync, fsyncSync, openSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/** An open file of PGlite's Node file system, as far as it is used here; `nfd` is the operating system's descriptor. */
interface NodeStream {
  readonly nfd?: number
  readonly node: object
}

/** The Node file system within PGlite's WebAssembly module. */
interface ModuleFileSystem {
  readonly stream_ops: { fsync?: (stream: NodeStream) => number }
  realPath(node: object): string
}

/**
 * PostgreSQL's own fsync, on: PGlite starts it with `-F`, which is off, and its default way to sync the log, fdatasync,
 * is an empty function in WebAssembly.
 */
const startParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['-c', 'wal_sync_method=fsync'],
]

function syncPath(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** A directory has no descriptor there; it is opened for the occasion. */
function syncStream(fileSystem: ModuleFileSystem, stream: NodeStream): number {
  if (stream.nfd === undefined) syncPath(fileSystem.realPath(stream.node))
  else fsyncSync(stream.nfd)
  return 0
}

/** Puts a new database on disk: PGlite makes it by an initdb that does not sync. */
function syncNewDatabase(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() || entry.isDirectory()) syncPath(join(entry.parentPath, entry.name))
  }
  syncPath(folder)
  syncPath(dirname(folder))
}

/** PGlite's Node file system with fsync, for which it has a place and no function. */
class DurableNodeFS extends NodeFS {
  override async init(...[pglite, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pglite, options)
    const addSync = (module: unknown): void => {
      const fileSystem = (module as { NODEFS?: ModuleFileSystem }).NODEFS
      if (fileSystem === undefined) throw new Error('this version of PGlite has another file system')
      fileSystem.stream_ops.fsync = (stream) => syncStream(fileSystem, stream)
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [addSync, ...(emscriptenOpts.preRun ?? [])] } }
  }
}

/**
 * Opens a PGlite database in a folder whose commits are on disk when they resolve. PGlite by itself hands its writes to
 * the operating system and never calls fsync (strace on 0.5.16: 0 calls in 20 commits; with this, 20), so that a power
 * cut could take back what a terminal had been told is safe.
 * @throws Error when fsync does not arrive: better not to start than to promise too much.
 */
export async function openDurablePglite(folder: string): Promise<PGlite> {
  const isNew = !existsSync(join(folder, 'PG_VERSION'))
  const pglite = await PGlite.create({
    fs: new DurableNodeFS(folder),
    relaxedDurability: false,
    startParams,
  })
  const { rows } = await pglite.query<{ setting: string }>(
    `SELECT setting FROM pg_settings WHERE name IN ('fsync', 'wal_sync_method', 'synchronous_commit') ORDER BY name`,
  )
  if (rows.map((row) => row.setting).join() !== 'on,on,fsync') {
    await pglite.close()
    throw new Error('the embedded database does not sync its commits to disk')
  }
  if (isNew) syncNewDatabase(folder)
  return pglite
}
