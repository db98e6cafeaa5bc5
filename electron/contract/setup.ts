import { deviceConfigListSchema } from '#devices/contract'
import { z } from 'zod'
import { profiles, terminalConfigSchema } from './terminal-config.ts'

const config = terminalConfigSchema.shape

/** What the first-run guide (首次设置) asks; with this a `terminal.yaml` is written. */
export const setupChoiceSchema = z.strictObject({
  mode: config.mode,
  profile: z.enum(profiles),
  site: config.site,
  terminal: config.terminal,
  hub: z.strictObject({
    url: z.url({ protocol: /^https?$/ }).max(300),
    encryptionKey: config.hub.shape.encryptionKey,
  }),
  devices: deviceConfigListSchema,
})
export type SetupChoice = z.infer<typeof setupChoiceSchema>

/** The first operator, an administrator; null where there is an `operators.yaml` already. */
export const setupOperatorSchema = z
  .strictObject({
    id: z.string().regex(/^[A-Za-z0-9]{2,20}$/),
    name: z.string().trim().min(1).max(50),
    password: z.string().min(10).max(200),
  })
  .nullable()
export type SetupOperator = z.infer<typeof setupOperatorSchema>

/** What the guide can know of the machine. */
export const setupStateSchema = z.strictObject({
  version: z.string(),
  /** Where `terminal.yaml` has to stand: for the technician, who has to put it there where this program may not. */
  folder: z.string(),
  writable: z.boolean(),
  /** There is an `operators.yaml`, which is kept. */
  operators: z.boolean(),
  /** The operating system keeps keys; else they are in a file, which should lie on a medium of its own. */
  keyStore: z.boolean(),
})
export type SetupState = z.infer<typeof setupStateSchema>

/** What the hub says of itself, to be compared with what its administrator reads there. */
export const setupHubSchema = z.strictObject({
  hubId: z.string(),
  encryptionKey: config.hub.shape.encryptionKey,
  /** What of the key a person compares: the line that the hub's own page shows. */
  fingerprint: z.string(),
})
export type SetupHub = z.infer<typeof setupHubSchema>

/** The files of a finished setup; `written`: they stand in their place. */
export const setupDoneSchema = z.strictObject({
  written: z.boolean(),
  files: z.array(z.strictObject({ name: z.string(), text: z.string() })),
})
export type SetupDone = z.infer<typeof setupDoneSchema>
