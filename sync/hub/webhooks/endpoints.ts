import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { departmentIdSchema } from '#sync/api'
import { parse } from 'yaml'
import { z } from 'zod'

/** Where a department wants to be told. */
export interface WebhookEndpoint {
  readonly department: string
  readonly url: URL
  /** PEM of the only authority that may vouch for it; those of the system where absent. */
  readonly ca?: string
}

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost'])

/**
 * Where a hub may call by itself. Plain HTTP stays on this machine: on the way anybody could read, and answer, what is meant for
 * an authority.
 */
export function isCallable(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || url.hash !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname))
}

/** What is said of an address that is not callable. */
export const callableWords = 'must be an https address (or http on this machine), without user and password'

const fileSchema = z.strictObject({
  webhooks: z
    .array(
      z.strictObject({
        department: departmentIdSchema,
        url: z.string().refine(isCallable, callableWords),
        ca: z.string().optional(),
      }),
    )
    .refine(
      (all) => new Set(all.map((one) => one.department)).size === all.length,
      'a department has one endpoint',
    ),
})

/** Reads the only addresses that the hub ever calls by itself. @throws Error with what is wrong in the file */
export async function readEndpoints(path: string): Promise<WebhookEndpoint[]> {
  const parsed = fileSchema.safeParse(parse(await readFile(path, 'utf8')))
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`)
  return Promise.all(
    parsed.data.webhooks.map(async ({ department, url, ca }): Promise<WebhookEndpoint> => ({
      department,
      url: new URL(url),
      ...(ca === undefined ? {} : { ca: await readFile(resolve(dirname(path), ca), 'utf8') }),
    })),
  )
}
