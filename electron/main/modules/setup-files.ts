import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import {
  operatorsFileSchema,
  type SetupChoice,
  type SetupDone,
  type SetupHub,
  type SetupOperator,
  terminalConfigSchema,
} from '#shell/contract'
import { hubInfoSchema } from '#sync/api'
import { hash } from '@node-rs/argon2'
import { stringify } from 'yaml'
import { writeDurably } from './durable-file.ts'
import { type Exchange, hubExchange } from './hub-exchange.ts'
import { MainError } from './main-error.ts'

const operatorsFile = 'operators.yaml'
const hubPatienceMs = 15_000

/** Whether something can be read there. */
export async function isThere(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  )
}

/** Whether this program may put files into a folder. */
export async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  )
}

/**
 * Asks a hub who it is: its key is pinned with the answer, so a person has to compare it.
 * @throws MainError `hub.unreachable`, `hub.certificate-…`, or `setup.not-a-hub` when something else answers
 */
export async function askHub(url: string, exchange: Exchange = hubExchange(null)): Promise<SetupHub> {
  const address = new URL(`${url.replace(/\/+$/, '')}/hub`)
  const signal = AbortSignal.timeout(hubPatienceMs)
  const answer = await exchange(address, { method: 'GET', headers: {}, body: null, signal }).catch(
    (cause: unknown) => {
      throw cause instanceof MainError ? cause : new MainError('hub.unreachable', 'no answer', { cause })
    },
  )
  const info = hubInfoSchema.safeParse(parsedJson(answer.body))
  if (answer.status !== 200 || !info.success)
    throw new MainError('setup.not-a-hub', `the answer (${String(answer.status)}) is not a hub's`)
  const { hubId, encryptionKey } = info.data
  return { hubId, encryptionKey, fingerprint: encryptionKey.publicKey.x }
}

function parsedJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return null
  }
}

/**
 * The files of a terminal, put where they belong if this program may do that. Nothing that stands there is touched but by
 * somebody who takes it away.
 * @throws MainError `setup.over` when there is a `terminal.yaml` by now, `storage.…` when it could not be written
 */
export async function finishSetup(
  folder: string,
  given: {
    readonly choice: SetupChoice
    readonly operator: SetupOperator
    readonly keyStore: boolean
    readonly writable: boolean
  },
): Promise<SetupDone> {
  const { choice, operator, keyStore } = given
  if (await isThere(join(folder, 'terminal.yaml')))
    throw new MainError('setup.over', 'there is a terminal.yaml')
  const { profile, hub, ...rest } = choice
  const config = {
    schema: 1 as const,
    ...rest,
    ...(profile === 'hall' ? {} : { profile }),
    hub,
    operatorsFile,
    keys: keyStore ? { custody: 'system' as const } : { custody: 'file' as const, file: 'station.key' },
  }
  terminalConfigSchema.parse(config)
  const files = [{ name: 'terminal.yaml', text: stringify(config) }]
  if (!(await isThere(join(folder, operatorsFile)))) {
    if (operator === null) throw new MainError('shell.bad-arguments', 'nobody could sign in')
    const { password, ...who } = operator
    const first = { ...who, role: 'administrator' as const, passwordHash: await hash(password) }
    // Before the other: a terminal that has its configuration, and nobody who may sign in, would be of no use.
    files.unshift({
      name: operatorsFile,
      text: stringify(operatorsFileSchema.parse({ operators: [first] })),
    })
  }
  if (!given.writable) return { written: false, files }
  for (const { name, text } of files) await writeDurably(join(folder, name), [new TextEncoder().encode(text)])
  return { written: true, files }
}
