import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openKeyCustody, type SystemKeyStore } from './key-custody.ts'
import { openIdentity } from './terminal-identity.ts'

const fixedPassword: SystemKeyStore = {
  isTrustworthy: () => false,
  encrypt: () => Promise.reject(new Error('must not be asked')),
  decrypt: () => Promise.reject(new Error('must not be asked')),
}

const keyring: SystemKeyStore = {
  isTrustworthy: () => true,
  encrypt: (text) => Promise.resolve(Buffer.from(Buffer.from(text).map((byte) => byte ^ 0x5a))),
  decrypt: (wrapped) => Promise.resolve(Buffer.from(wrapped.map((byte) => byte ^ 0x5a)).toString()),
}

describe('key custody', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keys-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('gives the same keys after a restart, and different ones for each purpose', async () => {
    const file = { custody: 'file' as const, file: 'station.key' }
    const first = await openKeyCustody(file, folder, folder, fixedPassword)
    const second = await openKeyCustody(file, folder, folder, fixedPassword)
    expect(second.derive('store')).toEqual(first.derive('store'))
    expect(first.derive('draft/1001')).not.toEqual(first.derive('draft/1002'))
    expect(second.keyId).toBe(first.keyId)
  })

  it('makes a key file that only its owner can read', async () => {
    await openKeyCustody({ custody: 'file', file: 'station.key' }, folder, folder, fixedPassword)
    expect((await stat(join(folder, 'station.key'))).mode & 0o077).toBe(0)
  })

  it('refuses the fixed-password fallback instead of encrypting with it', async () => {
    await expect(
      openKeyCustody({ custody: 'system', file: undefined }, folder, folder, fixedPassword),
    ).rejects.toMatchObject({ code: 'keys.unavailable' })
  })

  it('stores only the wrapped root with the system key store', async () => {
    const keys = await openKeyCustody({ custody: 'system', file: undefined }, folder, folder, keyring)
    const stored = await readFile(join(folder, 'root.key'))
    expect(stored.includes(Buffer.from(keys.derive('store')))).toBe(false)
    const again = await openKeyCustody({ custody: 'system', file: undefined }, folder, folder, keyring)
    expect(again.derive('store')).toEqual(keys.derive('store'))
  })

  it('keeps one identity for the terminal, and refuses it under another root', async () => {
    const keys = await openKeyCustody({ custody: 'file', file: 'a.key' }, folder, folder, fixedPassword)
    const identity = await openIdentity(folder, keys)
    const again = await openIdentity(folder, keys)
    const data = new TextEncoder().encode('packet header')
    expect(again.publicKey).toEqual(identity.publicKey)
    expect(again.verify(data, identity.sign(data))).toBe(true)
    const other = await openKeyCustody({ custody: 'file', file: 'b.key' }, folder, folder, fixedPassword)
    await expect(openIdentity(folder, other)).rejects.toMatchObject({ code: 'keys.unavailable' })
  })
})
