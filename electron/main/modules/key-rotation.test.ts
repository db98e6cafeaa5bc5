import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeDurably } from './durable-file.ts'
import { openKeyCustody, type SystemKeyStore, type Write } from './key-custody.ts'
import { KeyRotation, type RotationRules } from './key-rotation.ts'
import { resealRow } from './reseal-row.ts'
import { openIdentity, rewrapIdentity } from './terminal-identity.ts'

const keyring: SystemKeyStore = {
  isTrustworthy: () => true,
  encrypt: (text) => Promise.resolve(Buffer.from(Buffer.from(text).map((byte) => byte ^ 0x5a))),
  decrypt: (wrapped) => Promise.resolve(Buffer.from(wrapped.map((byte) => byte ^ 0x5a)).toString()),
}
const dayMs = 86_400_000
const rulesNow: RotationRules = { keepOldDays: 0 }

let folder: string
let now = Date.parse('2026-11-28T00:00:00Z')
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rotation-'))
  now = Date.parse('2026-11-28T00:00:00Z')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** The main process starts, with what is in the folder. */
async function start(
  custody: 'system' | 'file' = 'file',
  given: { rules?: RotationRules; write?: Write } = {},
) {
  const { rules = rulesNow, write = writeDurably } = given
  const settings = custody === 'file' ? { custody, file: 'station.key' } : { custody, file: undefined }
  const keys = await openKeyCustody(settings, folder, folder, keyring, write)
  const identity = await openIdentity(folder, keys)
  const rotation = await KeyRotation.open({ folder, keys, rules, write, now: () => now })
  await rewrapIdentity(folder, keys, write).catch(() => undefined)
  return { keys, identity, rotation }
}

/** Power that goes at the n-th writing: just before it, or just after. Nothing is written any more from there on. */
function plug(nth: number, side: 'before' | 'after'): { write: Write; pulled: () => boolean } {
  let count = 0
  let off = false
  const write: Write = async (...given) => {
    count += 1
    if (off || (count === nth && side === 'before')) {
      off = true
      throw new Error('the power is gone')
    }
    await writeDurably(...given)
    if (count !== nth) return
    off = true
    throw new Error('the power is gone')
  }
  return { write, pulled: () => off }
}

const keysOf = async (custody: 'system' | 'file' = 'file') => {
  const { keys } = await start(custody)
  return [...keys.earlier, keys].map(({ keyId }) => keyId)
}

describe.each(['file', 'system'] as const)('rotation with custody %s', (custody) => {
  it('goes over to a new root, with the old one beside it until nothing is left under that', async () => {
    const first = await start(custody)
    const old = {
      keyId: first.keys.keyId,
      store: first.keys.derive('store'),
      packet: first.keys.derive('packet'),
    }
    await first.rotation.rotate()
    expect(first.keys.keyId).not.toBe(old.keyId)
    expect(first.keys.derive('store')).not.toEqual(old.store)
    expect(first.keys.earlier.map(({ derive }) => derive('store'))).toEqual([old.store])

    const second = await start(custody)
    expect(second.keys.keyId).toBe(first.keys.keyId)
    expect(second.identity.publicKey).toEqual(first.identity.publicKey)
    expect(second.rotation.packetKeys).toEqual([{ keyId: old.keyId, key: old.packet }])
    // A page of before speaks of the old root: that says nothing of what is under it.
    expect(await second.rotation.settle(old.keyId)).toEqual([])
    expect(await second.rotation.settle(second.keys.keyId)).toEqual([old.keyId])

    const third = await start(custody)
    expect(third.keys.earlier).toEqual([])
    expect(third.identity.publicKey).toEqual(first.identity.publicKey)
    // Packets of the old root cannot be written anew: what opens them stays.
    expect(third.rotation.packetKeys).toEqual([{ keyId: old.keyId, key: old.packet }])
    await third.rotation.rotate()
    await third.rotation.settle(third.keys.keyId)
    expect((await start(custody)).rotation.packetKeys.map(({ keyId }) => keyId)).toEqual([
      second.keys.keyId,
      old.keyId,
    ])
  })

  it('opens everything wherever the power goes, and is done by the starts after it', async () => {
    const before = await start(custody)
    const { publicKey } = before.identity
    const old = {
      keyId: before.keys.keyId,
      store: before.keys.derive('store'),
      packet: before.keys.derive('packet'),
    }
    const whole = new Map<string, Buffer>()
    const names = [custody === 'file' ? 'station.key' : 'root.key', 'identity.key', 'rotation.json']
    for (const name of names) whole.set(name, await readFile(join(folder, name)))

    let points = 0
    for (let nth = 1; ; nth += 1) {
      let reached = false
      for (const side of ['before', 'after'] as const) {
        await rm(join(folder, 'packet-keys.key'), { force: true })
        for (const [name, bytes] of whole) await writeFile(join(folder, name), bytes)
        const { write, pulled } = plug(nth, side)
        const dying = await start(custody, { write }).catch(() => null)
        await dying?.rotation.rotate().catch(() => undefined)
        if (dying !== null && dying.keys.keyId !== old.keyId)
          await dying.rotation.settle(dying.keys.keyId).catch(() => undefined)
        if (!pulled()) continue
        reached = true
        points += 1

        const after = await start(custody)
        const where = `writing ${nth}, ${side}`
        expect(after.identity.publicKey, where).toEqual(publicKey)
        const stores = [after.keys, ...after.keys.earlier].map(({ derive }) => Buffer.from(derive('store')))
        const forgotten = !stores.some((key) => key.equals(old.store))
        // The old root may only have gone after the new one was there and the scan had been heard of.
        if (forgotten) expect(after.keys.keyId, where).not.toBe(old.keyId)
        const packets = [
          { keyId: after.keys.keyId, key: after.keys.derive('packet') },
          ...after.rotation.packetKeys,
        ]
        expect(packets, where).toContainEqual({ keyId: old.keyId, key: old.packet })

        if (after.keys.keyId === old.keyId) await after.rotation.rotate()
        await after.rotation.settle(after.keys.keyId)
        const done = await start(custody)
        expect(done.keys.earlier, where).toEqual([])
        expect(done.identity.publicKey, where).toEqual(publicKey)
        expect(done.rotation.packetKeys, where).toContainEqual({ keyId: old.keyId, key: old.packet })
      }
      if (!reached) break
    }
    // The root, its line in the journal, the identity, the packets' keys, the root without the old one: before and after.
    expect(points).toBe(10)
  })
})

describe('an earlier root', () => {
  it('is kept for so many days after it was replaced', async () => {
    const rules = { keepOldDays: 7 }
    const { keys, rotation } = await start('file', { rules })
    const old = keys.keyId
    await rotation.rotate()
    now += 6 * dayMs
    expect(await rotation.settle(keys.keyId)).toEqual([])
    now += dayMs
    expect(await (await start('file', { rules })).rotation.settle(keys.keyId)).toEqual([old])
  })

  it('stays while the kept keys of packets do not open, for theirs would be lost', async () => {
    const first = await start()
    await first.rotation.rotate()
    await first.rotation.settle(first.keys.keyId)
    await writeFile(join(folder, 'packet-keys.key'), 'damaged')
    const second = await start()
    await second.rotation.rotate()
    await expect(second.rotation.settle(second.keys.keyId)).rejects.toMatchObject({
      code: 'keys.unavailable',
    })
    expect(await keysOf()).toHaveLength(2)
    expect(await readFile(join(folder, 'packet-keys.key'), 'utf8')).toBe('damaged')
  })

  it('is not the eighth one of those that still wait', async () => {
    const { keys, rotation } = await start()
    for (let n = 0; n < 7; n += 1) await rotation.rotate()
    const before = keys.keyId
    await expect(rotation.rotate()).rejects.toMatchObject({ code: 'keys.rotating' })
    expect(keys.keyId).toBe(before)
    expect(await keysOf()).toHaveLength(8)
    expect(await rotation.settle(before)).toHaveLength(7)
  })

  it('does not come to be by a key file that keeps something else than it was given', async () => {
    const { keys, rotation } = await start('file', {
      write: async (path, chunks, mode) => {
        const isRoots = path.endsWith('station.key') && Buffer.concat(chunks).length > 50
        await writeDurably(path, isRoots ? [Buffer.concat(chunks).subarray(0, 45)] : chunks, mode)
      },
    })
    const before = keys.keyId
    await expect(rotation.rotate()).rejects.toMatchObject({ code: 'keys.unavailable' })
    expect(keys.keyId).toBe(before)
    expect(await keysOf()).toEqual([before])
  })
})

describe('the age of a root', () => {
  it('counts from its beginning, over starts, and is nothing where none is configured', async () => {
    const rules = { keepOldDays: 7, rotateDays: 30 }
    await start('file', { rules })
    now += 29 * dayMs
    expect((await start('file', { rules })).rotation.isDue).toBe(false)
    now += dayMs
    expect((await start()).rotation.isDue).toBe(false)
    const { rotation } = await start('file', { rules })
    expect(rotation.isDue).toBe(true)
    await rotation.rotate()
    expect(rotation.isDue).toBe(false)
    expect(rotation.state).toMatchObject({ since: new Date(now).toISOString(), earlier: 1, rotateDays: 30 })
  })

  it('counts from now where its journal is gone', async () => {
    const rules = { keepOldDays: 7, rotateDays: 30 }
    await start('file', { rules })
    now += 100 * dayMs
    await writeFile(join(folder, 'rotation.json'), '{')
    expect((await start('file', { rules })).rotation.isDue).toBe(false)
  })
})

describe('a row of drafts', () => {
  const additionalData = new TextEncoder().encode('yichuang-row/1\u0000drafts\u0000some-id')
  const encoder = new TextEncoder()
  async function seal(key: Uint8Array, text: string, aad = additionalData) {
    const nonce = crypto.getRandomValues(new Uint8Array(12))
    const aes = await crypto.subtle.importKey('raw', new Uint8Array(key), 'AES-GCM', false, ['encrypt'])
    const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: aad }
    return {
      nonce,
      cipher: new Uint8Array(await crypto.subtle.encrypt(algorithm, aes, encoder.encode(text))),
    }
  }

  it('is encrypted anew for the same operator and place, and tells nothing on the way', async () => {
    const { keys, rotation } = await start()
    const old = keys.derive('draft/1001')
    const row = await seal(old, '未完成')
    await rotation.rotate()
    const anew = await resealRow(keys, { operatorId: '1001', additionalData, ...row })
    expect(anew).toMatchObject({ keyId: keys.keyId })
    const aes = await crypto.subtle.importKey(
      'raw',
      new Uint8Array(keys.derive('draft/1001')),
      'AES-GCM',
      false,
      ['decrypt'],
    )
    const algorithm = { name: 'AES-GCM', iv: new Uint8Array(anew?.nonce ?? []), additionalData }
    const plain = await crypto.subtle.decrypt(algorithm, aes, new Uint8Array(anew?.cipher ?? []))
    expect(new TextDecoder().decode(plain)).toBe('未完成')
  })

  it('is left when it is another operator’s, of another place, or of nobody', async () => {
    const { keys, rotation } = await start()
    const row = await seal(keys.derive('draft/1001'), '未完成')
    await rotation.rotate()
    expect(await resealRow(keys, { operatorId: '1002', additionalData, ...row })).toBeNull()
    const elsewhere = encoder.encode('yichuang-row/1\u0000drafts\u0000another')
    expect(await resealRow(keys, { operatorId: '1001', additionalData: elsewhere, ...row })).toBeNull()
    const lost = await seal(new Uint8Array(32), 'visit')
    expect(await resealRow(keys, { operatorId: 'visit-1', additionalData, ...lost })).toBeNull()
  })
})
