import { fileURLToPath } from 'node:url'

/** Where tests keep the empty databases that theirs are copied from. */
export const keptDatabases = fileURLToPath(new URL('../../out/empty-databases', import.meta.url))
