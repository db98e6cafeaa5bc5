import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'

/** One licence, or one record of shared data, of one person. */
const registerEntrySchema = z.strictObject({
  /** The register's name, as the catalogue writes it in `heldBy`. */
  register: z.string().min(1),
  name: z.string().min(1),
  kind: z.enum(['licence', 'shared']),
  licenceId: z.string().nullable().default(null),
  validUntil: z.string().default('长期'),
  /** By data element, in the form's own spelling. */
  elements: z.record(z.string(), z.string()).default({}),
})

const holderSchema = z.strictObject({
  idNumber: z.string().min(4),
  name: z.string().min(1),
  entries: z.array(registerEntrySchema),
})
export type RegisteredHolder = z.infer<typeof holderSchema>

/** 证照与共享数据来源: the seam where a province's e-licence and data-sharing platforms take their place. */
export interface LicenceRegister {
  /** Whoever has this number, or null. */
  find(idNumber: string): Promise<RegisteredHolder | null>
}

const fileSchema = z.strictObject({ holders: z.array(holderSchema) })

/**
 * A register kept in a YAML file: the demonstration's source.
 * @throws ZodError or the file's own error, when it cannot be read
 */
export async function openFileRegister(path: string): Promise<LicenceRegister> {
  const { holders } = fileSchema.parse(parse(await readFile(path, 'utf8')))
  const byNumber = new Map(holders.map((holder) => [holder.idNumber, holder]))
  return { find: (idNumber) => Promise.resolve(byNumber.get(idNumber) ?? null) }
}

/** A hub without registers: nobody is known, every paper is asked for. */
export const emptyRegister: LicenceRegister = { find: () => Promise.resolve(null) }
