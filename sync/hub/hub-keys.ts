import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RequestSigner } from '#sync/api'
import type { HubPrivateKey, HubPublicKey } from '#sync/packet'
import { z } from 'zod'
import { writeDurably } from './durable-folder.ts'
import type { CodeKeys } from './licences/codes.ts'

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

/** The hub's keys, each in its own file. */
export interface HubKeys {
  readonly publicKey: HubPublicKey
  readonly privateKey: HubPrivateKey
  /** Signs and checks the codes of 扫码亮证 (Ed25519). */
  readonly codes: CodeKeys
  /** Signs what the hub tells departments by itself (Ed25519). */
  readonly notices: RequestSigner & { readonly publicKey: string }
  /**
   * HMAC-SHA-256 in hex under a key that lies beside the database and not in it: whoever has only the database cannot
   * try out all identity numbers.
   */
  readonly pseudonym: (text: string) => Promise<string>
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

/** Opens the hub's keys, or makes them at the first start; the files are readable by their owner only. */
export async function openHubKeys(folder: string): Promise<HubKeys> {
  const [pair, codes, notices, pseudonym] = await Promise.all([
    openEncryptionKeys(folder),
    openCodeKeys(folder),
    openNoticeKeys(folder),
    openPseudonyms(folder),
  ])
  return { ...pair, codes, notices, pseudonym }
}

async function openEd25519(path: string): Promise<KeyObject> {
  const text = await readOrMake(path, () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    return Promise.resolve(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  })
  return createPrivateKey(text)
}

async function openNoticeKeys(folder: string): Promise<HubKeys['notices']> {
  const privateKey = await openEd25519(join(folder, 'notice-key.pem'))
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  return {
    keyId: `notices-${x.slice(0, 8)}`,
    publicKey: x,
    sign: (bytes) => Promise.resolve(new Uint8Array(sign(null, bytes, privateKey))),
  }
}

async function openCodeKeys(folder: string): Promise<CodeKeys> {
  const privateKey = await openEd25519(join(folder, 'code-key.pem'))
  const publicKey = createPublicKey(privateKey)
  return {
    sign: (bytes) => Promise.resolve(new Uint8Array(sign(null, bytes, privateKey))),
    verify: (bytes, signature) => Promise.resolve(verify(null, bytes, publicKey, signature)),
  }
}

async function openPseudonyms(folder: string): Promise<HubKeys['pseudonym']> {
  const secret = await readOrMake(join(folder, 'pseudonym.key'), () =>
    Promise.resolve(randomBytes(32).toString('base64url')),
  )
  return (text) => Promise.resolve(createHmac('sha256', secret).update(text).digest('hex'))
}

async function openEncryptionKeys(folder: string): Promise<Pick<HubKeys, 'publicKey' | 'privateKey'>> {
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

function openToken(folder: string, name: string): Promise<string> {
  return readOrMake(join(folder, name), () => Promise.resolve(randomBytes(24).toString('base64url')))
}

/** The token by which departments call, made at the first start. */
export function openStaffToken(folder: string): Promise<string> {
  return openToken(folder, 'staff.token')
}

/** The token that opens the supervisor's page, and the one that reads the metrics; neither changes a case. */
export async function openOversightTokens(
  folder: string,
): Promise<{ readonly supervisorToken: string; readonly metricsToken: string }> {
  return {
    supervisorToken: await openToken(folder, 'supervisor.token'),
    metricsToken: await openToken(folder, 'metrics.token'),
  }
}
