import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { TerminalConfig } from '#shell/contract'
import { writeDurably } from './durable-file.ts'
import { MainError } from './main-error.ts'

/** What Electron's safeStorage offers, as far as it is used here; async where the runtime has that. */
export interface SystemKeyStore {
  /** False where the operating system has no key store, or only the fixed-password fallback of Linux. */
  isTrustworthy(): boolean
  encrypt(text: string): Promise<Buffer>
  decrypt(wrapped: Buffer): Promise<string>
}

/** 密钥保管: one root key a terminal; everything else is derived from it, and the root never leaves this module. */
export interface KeyCustody {
  readonly custody: 'system' | 'file'
  readonly keyId: string
  /** A 32-byte key for one purpose, e.g. `store` or `draft/1001`. */
  derive(purpose: string): Uint8Array
  /** Encrypts a small secret of the terminal itself for its disk. */
  wrap(secret: Uint8Array, purpose: string): Buffer
  /** @throws MainError `keys.unavailable` when it was wrapped by another root or changed. */
  unwrap(wrapped: Uint8Array, purpose: string): Buffer
}

const rootBytes = 32

function decodeRoot(text: string): Buffer {
  const root = Buffer.from(text.trim(), 'base64')
  if (root.length !== rootBytes)
    throw new MainError('keys.unavailable', 'the stored root key does not have 32 bytes')
  return root
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new MainError('keys.unavailable', 'the key file cannot be read', { cause: error })
  }
}

async function rootFromSystem(folder: string, system: SystemKeyStore): Promise<Buffer> {
  if (!system.isTrustworthy()) {
    throw new MainError(
      'keys.unavailable',
      'the operating system offers no key store of its own (only a fixed password); set keys.custody: file in terminal.yaml',
    )
  }
  const path = join(folder, 'root.key')
  const wrapped = await readIfThere(path)
  if (wrapped !== null) return decodeRoot(await system.decrypt(wrapped))
  const root = randomBytes(rootBytes)
  await writeDurably(path, [await system.encrypt(root.toString('base64'))])
  return root
}

async function rootFromFile(path: string): Promise<Buffer> {
  const stored = await readIfThere(path)
  if (stored !== null) return decodeRoot(stored.toString('utf8'))
  const root = randomBytes(rootBytes)
  await writeDurably(path, [Buffer.from(`${root.toString('base64')}\n`)])
  return root
}

function custodyOf(custody: KeyCustody['custody'], root: Buffer): KeyCustody {
  const derive = (purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', root, 'yichuang-terminal', purpose, 32))
  return {
    custody,
    keyId: Buffer.from(derive('key-id')).subarray(0, 8).toString('hex'),
    derive,
    wrap(secret, purpose) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', derive(`wrap/${purpose}`), nonce)
      cipher.setAAD(Buffer.from(purpose))
      return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()])
    },
    unwrap(wrapped, purpose) {
      const bytes = Buffer.from(wrapped)
      try {
        const decipher = createDecipheriv('aes-256-gcm', derive(`wrap/${purpose}`), bytes.subarray(0, 12))
        decipher.setAAD(Buffer.from(purpose))
        decipher.setAuthTag(bytes.subarray(-16))
        return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
      } catch (cause) {
        throw new MainError(
          'keys.unavailable',
          `the stored ${purpose} does not open with this terminal's key`,
          { cause },
        )
      }
    },
  }
}

/**
 * Opens the terminal's root key, or makes it at the first start.
 * @param folder where the wrapped key lives with custody `system`.
 * @param configFolder what `keys.file` is relative to with custody `file`.
 * @throws MainError `keys.unavailable`: refusing beats encrypting with a password that everybody knows.
 */
export async function openKeyCustody(
  keys: TerminalConfig['keys'],
  folder: string,
  configFolder: string,
  system: SystemKeyStore,
): Promise<KeyCustody> {
  if (keys.custody === 'system') return custodyOf('system', await rootFromSystem(folder, system))
  if (keys.file === undefined)
    throw new MainError('keys.unavailable', 'keys.file is missing in terminal.yaml')
  return custodyOf('file', await rootFromFile(resolve(configFolder, keys.file)))
}
