import { z } from 'zod'

/** Names within a back-up. The manifest is written last: a folder without it is none. */
export const manifestFile = 'manifest.json'
export const databaseFile = 'database.ndjson'
export const partListFile = 'parts.ndjson'
export const partsFolder = 'parts'
export const keysFolder = 'keys'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** One part in a back-up. */
export const listedPartSchema = z.strictObject({
  intakeId: z.uuid(),
  partId: z.string().regex(/^[a-z0-9-]{1,60}$/),
  size: z.int().min(0),
  sha256,
})
export type ListedPart = z.infer<typeof listedPartSchema>

/** What a back-up is, and what must be found in it. */
export const manifestSchema = z.strictObject({
  format: z.literal(1),
  takenAt: z.iso.datetime(),
  /** Key id of the hub: without its private key the parts cannot be opened. */
  hubId: z.string(),
  schemaVersion: z.int().positive(),
  rows: z.int().min(0),
  databaseSha256: sha256,
  parts: z.int().min(0),
  partBytes: z.int().min(0),
  partListSha256: sha256,
  withKeys: z.boolean(),
  /** Parts of committed intakes that were missing or damaged at the hub already. */
  damaged: z.array(z.strictObject({ intakeId: z.uuid(), partId: z.string() })),
})
export type Manifest = z.infer<typeof manifestSchema>

/** Why a back-up or a restoration was not made: told to whoever runs the command. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
}
