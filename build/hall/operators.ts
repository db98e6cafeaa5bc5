import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hash } from '@node-rs/argon2'
import { stringify } from 'yaml'
import { operatorsFileSchema } from '#shell/contract'

/** The account that the demonstration hall tells everybody. */
export const demonstrationAccount = {
  id: '1001',
  name: '演示员 (示范)',
  password: 'yichuang-1001',
} as const

/** Who looks after catalogue and terminal: sees what is still 示例配置. */
export const demonstrationAdministrator = {
  id: '9001',
  name: '演示管理员',
  password: 'yichuang-9001',
} as const

/** Writes `operators.yaml` with the demonstration accounts; argon2id with the library's own (OWASP) costs. */
export async function writeOperators(hallDir: string): Promise<void> {
  const accounts = [
    { ...demonstrationAccount, role: 'clerk' as const },
    { ...demonstrationAdministrator, role: 'administrator' as const },
  ]
  const operators = await Promise.all(
    accounts.map(async ({ password, ...operator }) => ({ ...operator, passwordHash: await hash(password) })),
  )
  writeFileSync(join(hallDir, 'operators.yaml'), stringify(operatorsFileSchema.parse({ operators })))
}
