import { readFileSync, writeFileSync } from 'node:fs'
import type { Hall } from '#build/hall'
import { expect } from '@playwright/test'
import { parse, stringify } from 'yaml'
import type { Terminal } from './terminal.ts'

/** Makes the hall's terminal a 自助终端 from its next start on. @param kiosk its own entries in `terminal.yaml` */
export function becomeKiosk(hall: Hall, kiosk: Readonly<Record<string, unknown>> = {}): void {
  const config = parse(readFileSync(hall.configPath, 'utf8')) as Record<string, unknown>
  writeFileSync(hall.configPath, stringify({ ...config, mode: 'kiosk', kiosk }))
}

/** One touch, a look at what happens with one's data, and the visit has begun. */
export async function beginVisit({ terminal: { page } }: { readonly terminal: Terminal }): Promise<void> {
  await page.getByTestId('kiosk-begin').click()
  await page.getByTestId('kiosk-agree').click()
  await expect(page.getByTestId('kiosk-theme-birth')).toBeVisible()
}
