import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HubPrivateKey, HubPublicKey } from '#sync/packet'
import { z } from 'zod'
import { writeDurably } from './durable-folder.ts'

const keyFileSchema = z.strictObject({
  keyId: z.string(),
  privateKey: z.looseObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string(),
    y: z.string(),
    d: z.string(),
  }),
})

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const

/** The hub's encryption key pair. */
export interface HubKeys {
  readonly publicKey: HubPublicKey
  readonly privateKey: HubPrivateKey
}

async function readOrMake(path: string, make: () => Promise<string>): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const text = await make()
    await writeDurably(path, Buffer.from(text))
    return text
  }
}

/** Opens the hub's key pair, or makes it at the first start; the file is readable by its owner only. */
export async function openHubKeys(folder: string): Promise<HubKeys> {
  const text = await readOrMake(join(folder, 'encryption-key.json'), async () => {
    const pair = await crypto.subtle.generateKey(curve, true, ['deriveBits'])
    const { kty, crv, x, y, d } = await crypto.subtle.exportKey('jwk', pair.privateKey)
    return JSON.stringify({
      keyId: `hub-${randomBytes(4).toString('hex')}`,
      privateKey: { kty, crv, x, y, d },
    })
  })
  const { keyId, privateKey } = keyFileSchema.parse(JSON.parse(text))
  const { kty, crv, x, y } = privateKey
  const imported = await crypto.subtle.importKey('jwk', privateKey, curve, false, ['deriveBits'])
  return {
    publicKey: { keyId, publicKey: { kty, crv, x, y } },
    privateKey: { keyId, privateKey: imported },
  }
}

/** The token by which departments and supervisors call, made at the first start. */
export function openStaffToken(folder: string): Promise<string> {
  return readOrMake(join(folder, 'staff.token'), () => Promise.resolve(randomBytes(24).toString('base64url')))
}
