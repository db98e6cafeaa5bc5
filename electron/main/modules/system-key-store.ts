import { safeStorage } from 'electron'
import type { SystemKeyStore } from './key-custody.ts'

/** Async members that newer runtimes have; the synchronous ones block the main process and leave in Electron 46. */
interface AsyncSafeStorage {
  encryptStringAsync?(text: string): Promise<Buffer>
  decryptStringAsync?(wrapped: Buffer): Promise<{ result: string } | string>
}

/** The operating system's key store through Electron. Use after `app` is ready. */
export function systemKeyStore(): SystemKeyStore {
  const asynchronous = safeStorage as unknown as AsyncSafeStorage
  return {
    isTrustworthy: () =>
      safeStorage.isEncryptionAvailable() &&
      (process.platform !== 'linux' ||
        !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())),
    encrypt: async (text) =>
      (await asynchronous.encryptStringAsync?.(text)) ?? safeStorage.encryptString(text),
    decrypt: async (wrapped) => {
      const opened = await asynchronous.decryptStringAsync?.(wrapped)
      if (opened === undefined) return safeStorage.decryptString(wrapped)
      return typeof opened === 'string' ? opened : opened.result
    },
  }
}
