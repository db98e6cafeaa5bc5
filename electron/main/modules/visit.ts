import { randomBytes } from 'node:crypto'
import type { Operator } from '#shell/contract'
import type { LoadedConfig } from './config-file.ts'
import { MainError } from './main-error.ts'

/** What the intake says of who took it in. */
const visitorName = '自助办理'

/**
 * 自助办理: somebody alone at a kiosk. Each visit is an operator of its own, so that the next visitor is shown nothing of it, and its drafts
 * have a key that is nowhere but in memory.
 */
export function visitor(): Operator {
  return { id: `visit-${randomBytes(6).toString('hex')}`, name: visitorName, role: 'visitor' }
}

/** @throws MainError `session.not-kiosk` */
export function demandKiosk({ terminal }: LoadedConfig): void {
  if (terminal.mode !== 'kiosk') throw new MainError('session.not-kiosk', `the mode is ${terminal.mode}`)
}
