import { readFileSync, writeFileSync } from 'node:fs'
import type { Hall } from '#build/hall'
import { parse, stringify } from 'yaml'

/** Makes the hall's terminal a 自助终端 from its next start on. */
export function becomeKiosk(hall: Hall): void {
  const config = parse(readFileSync(hall.configPath, 'utf8')) as Record<string, unknown>
  writeFileSync(hall.configPath, stringify({ ...config, mode: 'kiosk' }))
}
