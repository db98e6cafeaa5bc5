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

/** Writes `operators.yaml` with the demonstration account; argon2id with the library's own (OWASP) costs. */
export async function writeOperators(hallDir: string): Promise<void> {
  const { id, name, password } = demonstrationAccount
  const operators = [{ id, name, role: 'clerk' as const, passwordHash: await hash(password) }]
  writeFileSync(join(hallDir, 'operators.yaml'), stringify(operatorsFileSchema.parse({ operators })))
}
