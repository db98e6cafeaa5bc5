import { createPublicKey, verify } from 'node:crypto'
import { z } from 'zod'
import { compareVersions, versionPattern } from './version.ts'

/** Rings in the order in which they are offered a release: a hall's own test terminal, a few, everybody. */
export const rings = ['pilot', 'early', 'general'] as const
export type Ring = (typeof rings)[number]

const version = z.string().regex(versionPattern)
const moment = z.iso.datetime()

const releaseSchema = z
  .strictObject({
    version,
    /** The oldest version that may go to this one in one step: it can still read that one's data. */
    from: version,
    /** Taken back: offered to nobody any more. Who has it keeps it until there is a newer one. */
    isWithdrawn: z.boolean().default(false),
    /** Since when each ring is offered it. */
    offered: z.strictObject({ pilot: moment, early: moment, general: moment }),
    packages: z
      .array(
        z.strictObject({
          arch: z.enum(['amd64', 'arm64']),
          /** A name beside the manifest: no folder, no address. */
          file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+~-]{0,120}\.deb$/),
          bytes: z.int().positive(),
          sha256: z.string().regex(/^[0-9a-f]{64}$/),
        }),
      )
      .min(1),
  })
  .refine((one) => compareVersions(one.from, one.version) < 0, 'a release is newer than what goes to it')
  .refine(
    ({ offered: { pilot, early, general } }) =>
      Date.parse(pilot) <= Date.parse(early) && Date.parse(early) <= Date.parse(general),
    'rings come one after the other',
  )

/** `updates.json` in the folder of an intranet: what there is, for whom, since when. */
export const manifestSchema = z.strictObject({
  schema: z.literal(1),
  product: z.literal('yichuang'),
  /** Grows with each manifest: an older one is not taken again, whoever puts it there. */
  serial: z.int().positive(),
  /** After that the folder is held for forgotten, or held back by somebody. */
  validUntil: moment,
  releases: z.array(releaseSchema).max(50),
})

export type Manifest = z.infer<typeof manifestSchema>
export type Release = Manifest['releases'][number]

/** Goes before what is signed, so that no other signature of the same key can be passed off as one of a manifest. */
const context = Buffer.from('yichuang-updates-1\n')
const longest = 256 * 1_024

/** Why a manifest is not believed. */
export type Distrust = 'too-large' | 'signature-wrong' | 'content-invalid'

/**
 * Reads a manifest if one of the pinned keys has signed its very bytes. Nothing is parsed before the signature holds.
 *
 * @param signature raw Ed25519, 64 bytes
 * @param keys raw Ed25519 public keys, 32 bytes each; two while one takes the other's place
 */
export function readManifest(
  bytes: Uint8Array,
  signature: Uint8Array,
  keys: readonly Uint8Array[],
): { readonly manifest: Manifest } | { readonly distrust: Distrust } {
  if (bytes.length > longest) return { distrust: 'too-large' }
  const signed = Buffer.concat([context, bytes])
  if (!keys.some((key) => verify(null, signed, publicKeyOf(key), signature)))
    return { distrust: 'signature-wrong' }
  try {
    return { manifest: manifestSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))) }
  } catch {
    return { distrust: 'content-invalid' }
  }
}

/** What has to be signed for a manifest with these bytes. */
export function signedBytes(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([context, bytes])
}

function publicKeyOf(raw: Uint8Array): ReturnType<typeof createPublicKey> {
  const x = Buffer.from(raw).toString('base64url')
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
}
