import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes a SANE configuration folder with the `test` backend alone, its glass large enough for A4 (its own
 * default ends at 200 mm; devices.md E1), and answers the folder's path.
 */
export function writeSaneConfig(hallDir: string): string {
  const folder = join(hallDir, 'sane')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'dll.conf'), 'test\n')
  writeFileSync(
    join(folder, 'test.conf'),
    ['geometry_max 300', 'tl_x 0', 'tl_y 0', 'br_x 210', 'br_y 297', ''].join('\n'),
  )
  return folder
}
