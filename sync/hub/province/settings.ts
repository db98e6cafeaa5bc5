import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { type Catalogue, isCreditCode, readImplementationCode } from '#sync/model'
import { parse } from 'yaml'
import { z } from 'zod'
import { callableWords, isCallable } from '../webhooks/endpoints.ts'

const fileSchema = z.strictObject({
  province: z.strictObject({
    /** Which messages the platform wants: `five-tables/`. */
    adapter: z.literal('five-tables'),
    url: z.string().refine(isCallable, callableWords),
    ca: z.string().optional(),
    token: z.string().optional(),
    departments: z.record(
      z.string(),
      z.strictObject({
        org_code: z.string().refine(isCreditCode, 'must be a 统一社会信用代码'),
        org_name: z.string().min(1).optional(),
      }),
    ),
    matters: z.record(
      z.string(),
      z.strictObject({
        task_code: z
          .string()
          .refine(
            (text) => readImplementationCode(text) !== null,
            'must be a 实施编码 of 31 or 33 characters',
          ),
        task_version: z.string().regex(/^[0-9A-Za-z.]{1,20}$/),
      }),
    ),
  }),
})

/** Where the platform is, and by which codes it knows departments and matters. */
export interface ProvinceSettings {
  readonly url: URL
  /** PEM of the only authority that may vouch for it; those of the system where absent. */
  readonly ca?: string
  /** Sent as a bearer token. */
  readonly token?: string
  /** By the catalogue's ids. */
  readonly departments: Readonly<
    Record<string, { readonly org_code: string; readonly org_name?: string | undefined }>
  >
  readonly matters: Readonly<Record<string, { readonly task_code: string; readonly task_version: string }>>
}

function unknownIds(settings: ProvinceSettings, catalogue: Catalogue): string[] {
  const departments = new Set(catalogue.departments.map(({ id }) => id))
  const matters = new Set(catalogue.themes.flatMap((theme) => theme.matters.map(({ id }) => id)))
  return [
    ...Object.keys(settings.departments).filter((id) => !departments.has(id)),
    ...Object.keys(settings.matters).filter((id) => !matters.has(id)),
  ]
}

/** Reads the file of `--province`. @throws Error with what is wrong in it, also for an id that the catalogue does not have */
export async function readProvinceSettings(path: string, catalogue: Catalogue): Promise<ProvinceSettings> {
  const parsed = fileSchema.safeParse(parse(await readFile(path, 'utf8')))
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`)
  const { url, ca, token, departments, matters } = parsed.data.province
  const beside = (name: string): Promise<string> => readFile(resolve(dirname(path), name), 'utf8')
  const settings: ProvinceSettings = {
    url: new URL(url),
    departments,
    matters,
    ...(ca === undefined ? {} : { ca: await beside(ca) }),
    ...(token === undefined ? {} : { token: (await beside(token)).trim() }),
  }
  const unknown = unknownIds(settings, catalogue)
  if (unknown.length > 0) throw new Error(`${path}: the catalogue has no ${unknown.join(', ')}`)
  return settings
}
