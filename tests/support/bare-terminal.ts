import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hash } from '@node-rs/argon2'
import { stringify } from 'yaml'
import { demonstrationAccount } from '#build/hall'
import { operatorsFileSchema, terminalConfigSchema } from '#shell/contract'
import type { HubPublicKey } from '#sync/packet'

/** The configuration of a terminal without devices, and who may sign in there. */
export interface BareTerminal {
  readonly configPath: string
  readonly account: { readonly id: string; readonly password: string }
}

/**
 * Writes `terminal.yaml` and `operators.yaml` of a window without devices. Its station key lies in the same folder.
 *
 * @param hub its address as the terminal sees it, and the key that it publishes
 */
export async function writeBareTerminal(
  folder: string,
  hub: { readonly url: string; readonly encryptionKey: HubPublicKey },
): Promise<BareTerminal> {
  const config = terminalConfigSchema.parse({
    schema: 1,
    mode: 'window',
    demonstration: true,
    site: { code: '430102', name: '示范政务服务中心', place: '3号综合窗口' },
    terminal: { id: 'T01' },
    hub: { ...hub, pollSeconds: 1 },
    keys: { custody: 'file', file: 'station.key' },
  })
  const { password, ...account } = demonstrationAccount
  const operators = [{ ...account, role: 'clerk' as const, passwordHash: await hash(password) }]
  const configPath = join(folder, 'terminal.yaml')
  writeFileSync(configPath, stringify(config))
  writeFileSync(join(folder, 'operators.yaml'), stringify(operatorsFileSchema.parse({ operators })))
  return { configPath, account: { id: account.id, password } }
}
