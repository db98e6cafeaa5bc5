import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Hall } from '#build/hall'
import { resolveElectron } from '#build/runtime'
import { parse, stringify } from 'yaml'
import { Terminal } from './terminal.ts'

/** Another terminal of the same hall, with a profile, a key and an id of its own, and no devices: the first one has them. */
export async function secondTerminal(hall: Hall, shots: string): Promise<Terminal> {
  const first = parse(readFileSync(hall.configPath, 'utf8')) as Record<string, unknown>
  const config = {
    ...first,
    mode: 'window',
    site: { ...(first['site'] as object), place: '5号综合窗口' },
    terminal: { id: 'T02' },
    keys: { custody: 'file', file: 'station-2.key' },
    devices: [],
  }
  const configPath = join(hall.dir, 'terminal-2.yaml')
  const profileDir = join(hall.dir, 'profile-2')
  mkdirSync(profileDir, { recursive: true })
  writeFileSync(configPath, stringify(config))
  return new Terminal({ ...hall, configPath, profileDir }, await resolveElectron(), shots, { inspect: true })
}
