import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from './durable-file.ts'
import type { KeyCustody } from './key-custody.ts'

/** 终端身份: the Ed25519 key pair made on this terminal; it signs packets and requests, and never leaves here. */
export interface TerminalIdentity {
  /** The public key, 32 raw bytes. */
  readonly publicKey: Uint8Array
  sign(data: Uint8Array): Uint8Array
  verify(data: Uint8Array, signature: Uint8Array): boolean
}

const purpose = 'terminal-identity'

function identityOf(privateKey: KeyObject): TerminalIdentity {
  const publicKey = createPublicKey(privateKey)
  const { x } = publicKey.export({ format: 'jwk' })
  return {
    publicKey: new Uint8Array(Buffer.from(x as string, 'base64url')),
    sign: (data) => new Uint8Array(sign(null, data, privateKey)),
    verify: (data, signature) => verify(null, data, publicKey, signature),
  }
}

/**
 * Wraps the signing key under the current root, where it is still under an earlier one.
 * @throws MainError `keys.unavailable`, `storage.*`; the old file is then untouched
 */
export async function rewrapIdentity(folder: string, keys: KeyCustody, write = writeDurably): Promise<void> {
  const path = join(folder, 'identity.key')
  const wrapped = await readFile(path)
  if (keys.isCurrent(wrapped, purpose)) return
  await write(path, [keys.wrap(keys.unwrap(wrapped, purpose), purpose)])
}

/** Opens the terminal's signing key, or makes it at the first start. @throws MainError `keys.unavailable`. */
export async function openIdentity(folder: string, keys: KeyCustody): Promise<TerminalIdentity> {
  const path = join(folder, 'identity.key')
  let wrapped: Buffer
  try {
    wrapped = await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const { privateKey } = generateKeyPairSync('ed25519')
    wrapped = keys.wrap(privateKey.export({ format: 'der', type: 'pkcs8' }), purpose)
    await writeDurably(path, [wrapped])
  }
  return identityOf(createPrivateKey({ key: keys.unwrap(wrapped, purpose), format: 'der', type: 'pkcs8' }))
}
