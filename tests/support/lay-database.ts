import { join } from 'node:path'
import { layEmptyDatabase } from '../../sync/hub/empty-database.ts'
import { keptDatabases } from '../../sync/hub/kept-databases.test-support.ts'

/** Lays an empty database into a hub's folder before its first start, which then need not make one. */
export function layDatabase(folder: string): Promise<void> {
  return layEmptyDatabase(join(folder, 'db'), keptDatabases)
}
