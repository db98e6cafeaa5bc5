import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
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

/** What is derived from one root key; the root itself never leaves this module. */
export interface KeyGeneration {
  /** Tells this root from others; derived from it, and nothing can be learnt from it. */
  readonly keyId: string
  /** A 32-byte key for one purpose, e.g. `store` or `draft/1001`. */
  derive(purpose: string): Uint8Array
}

/**
 * 密钥保管: one root key a terminal; everything else is derived from it. While keys are being rotated there are several: the newest is the
 * current one, and under the earlier ones is what has not been written anew yet.
 */
export interface KeyCustody extends KeyGeneration {
  readonly custody: 'system' | 'file'
  /** The roots before the current one, oldest first. */
  readonly earlier: readonly KeyGeneration[]
  /** Encrypts a small secret of the terminal itself for its disk, under the current root. */
  wrap(secret: Uint8Array, purpose: string): Buffer
  /** @throws MainError `keys.unavailable` when it was wrapped by none of these roots, or changed. */
  unwrap(wrapped: Uint8Array, purpose: string): Buffer
  /** Whether the current root alone opens it. */
  isCurrent(wrapped: Uint8Array, purpose: string): boolean
  /**
   * Makes a new root and goes over to it once it is on the disk beside the others and was read back from there.
   * @throws MainError `keys.rotating` when there are too many, `keys.unavailable`, `storage.*`; everything is as it was then
   */
  rotate(): Promise<void>
  /**
   * Forgets earlier roots: what is still under them can never be read again. The current one is never forgotten.
   * @throws MainError as {@link KeyCustody.rotate}; none is forgotten then
   */
  discard(keyIds: readonly string[]): Promise<void>
}

/** How a file is written durably: another one in a test that pulls the plug. */
export type Write = typeof writeDurably

/** Where the roots are kept. `read` answers null where there are none yet. */
interface RootFile {
  read(): Promise<Buffer[] | null>
  write(roots: readonly Buffer[]): Promise<void>
}

const rootBytes = 32
/** Somebody who rotates again and again must wait for the rows to be written anew. */
const mostRoots = 8

/** One root a line, oldest first: the file of a terminal that never rotated has one line, as it always had. */
function decodeRoots(text: string): Buffer[] {
  const roots = text
    .trim()
    .split(/\s+/)
    .map((line) => Buffer.from(line, 'base64'))
  if (roots.length === 0 || roots.some((root) => root.length !== rootBytes))
    throw new MainError('keys.unavailable', 'a stored root key does not have 32 bytes')
  return roots
}

const encodeRoots = (roots: readonly Buffer[]): string =>
  roots.map((root) => root.toString('base64')).join('\n')

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new MainError('keys.unavailable', 'the key file cannot be read', { cause: error })
  }
}

function systemRoots(folder: string, system: SystemKeyStore, write: Write): RootFile {
  if (!system.isTrustworthy()) {
    throw new MainError(
      'keys.unavailable',
      'the operating system offers no key store of its own (only a fixed password); set keys.custody: file in terminal.yaml',
    )
  }
  const path = join(folder, 'root.key')
  return {
    read: async () => {
      const wrapped = await readIfThere(path)
      return wrapped === null ? null : decodeRoots(await system.decrypt(wrapped))
    },
    write: async (roots) => write(path, [await system.encrypt(encodeRoots(roots))]),
  }
}

function fileRoots(path: string, write: Write): RootFile {
  return {
    read: async () => {
      const stored = await readIfThere(path)
      return stored === null ? null : decodeRoots(stored.toString('utf8'))
    },
    write: (roots) => write(path, [Buffer.from(`${encodeRoots(roots)}\n`)]),
  }
}

function generationOf(root: Buffer): KeyGeneration {
  const derive = (purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', root, 'yichuang-terminal', purpose, rootBytes))
  return { keyId: Buffer.from(derive('key-id')).subarray(0, 8).toString('hex'), derive }
}

function unwrapWith({ derive }: KeyGeneration, wrapped: Uint8Array, purpose: string): Buffer | null {
  const bytes = Buffer.from(wrapped)
  try {
    const decipher = createDecipheriv('aes-256-gcm', derive(`wrap/${purpose}`), bytes.subarray(0, 12))
    decipher.setAAD(Buffer.from(purpose))
    decipher.setAuthTag(bytes.subarray(-16))
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
  } catch {
    return null
  }
}

class RootKeys implements KeyCustody {
  readonly custody: KeyCustody['custody']
  readonly #file: RootFile
  #roots: readonly Buffer[]
  #generations: readonly KeyGeneration[]

  constructor(custody: KeyCustody['custody'], file: RootFile, roots: readonly Buffer[]) {
    this.custody = custody
    this.#file = file
    this.#roots = roots
    this.#generations = roots.map(generationOf)
  }

  get #current(): KeyGeneration {
    return this.#generations.at(-1) as KeyGeneration
  }

  get keyId(): string {
    return this.#current.keyId
  }

  get earlier(): readonly KeyGeneration[] {
    return this.#generations.slice(0, -1)
  }

  readonly derive = (purpose: string): Uint8Array => this.#current.derive(purpose)

  wrap(secret: Uint8Array, purpose: string): Buffer {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.derive(`wrap/${purpose}`), nonce)
    cipher.setAAD(Buffer.from(purpose))
    return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()])
  }

  unwrap(wrapped: Uint8Array, purpose: string): Buffer {
    for (const generation of [...this.#generations].reverse()) {
      const secret = unwrapWith(generation, wrapped, purpose)
      if (secret !== null) return secret
    }
    throw new MainError('keys.unavailable', `the stored ${purpose} does not open with this terminal's key`)
  }

  isCurrent(wrapped: Uint8Array, purpose: string): boolean {
    return unwrapWith(this.#current, wrapped, purpose) !== null
  }

  async rotate(): Promise<void> {
    if (this.#roots.length >= mostRoots)
      throw new MainError('keys.rotating', `there are ${mostRoots} root keys already`)
    await this.#replace([...this.#roots, randomBytes(rootBytes)])
  }

  async discard(keyIds: readonly string[]): Promise<void> {
    const going = (at: number): boolean =>
      at < this.#roots.length - 1 && keyIds.includes(this.#generations[at]?.keyId ?? '')
    const staying = this.#roots.filter((_, at) => !going(at))
    if (staying.length < this.#roots.length) await this.#replace(staying)
  }

  /** On the disk first, then read from there, then in use. */
  async #replace(roots: readonly Buffer[]): Promise<void> {
    await this.#file.write(roots)
    const stored = (await this.#file.read()) ?? []
    const same =
      stored.length === roots.length && roots.every((root, at) => timingSafeEqual(root, stored[at] as Buffer))
    if (!same) {
      await this.#file.write(this.#roots)
      throw new MainError('keys.unavailable', 'the root keys were not stored as they were written')
    }
    this.#roots = roots
    this.#generations = roots.map(generationOf)
  }
}

/**
 * Opens the terminal's root keys, or makes one at the first start.
 * @param folder where the wrapped keys live with custody `system`.
 * @param configFolder what `keys.file` is relative to with custody `file`.
 * @throws MainError `keys.unavailable`: refusing beats encrypting with a password that everybody knows.
 */
export async function openKeyCustody(
  keys: Pick<TerminalConfig['keys'], 'custody' | 'file'>,
  folder: string,
  configFolder: string,
  system: SystemKeyStore,
  write: Write = writeDurably,
): Promise<KeyCustody> {
  if (keys.custody === 'file' && keys.file === undefined)
    throw new MainError('keys.unavailable', 'keys.file is missing in terminal.yaml')
  const file =
    keys.custody === 'system'
      ? systemRoots(folder, system, write)
      : fileRoots(resolve(configFolder, keys.file as string), write)
  const stored = await file.read()
  if (stored !== null) return new RootKeys(keys.custody, file, stored)
  const roots = [randomBytes(rootBytes)]
  await file.write(roots)
  return new RootKeys(keys.custody, file, roots)
}
