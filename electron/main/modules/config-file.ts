import { createHash, type Hash, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import {
  type OperatorsFile,
  operatorsFileSchema,
  type TerminalConfig,
  terminalConfigSchema,
} from '#shell/contract'
import { parseDocument } from 'yaml'
import type { z } from 'zod'

/** A configuration that cannot be used, in sentences for the hall's technician. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(file: string, problems: readonly string[]) {
    super(`${file}：\n${problems.map((problem) => `  · ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/** The parsed configuration, and the folder that its file names are relative to. */
export interface LoadedConfig {
  readonly terminal: TerminalConfig
  readonly operators: OperatorsFile
  readonly folder: string
  /** SHA-256 over these files as they were read: what the record says of the settings. */
  readonly digest: string
  /** PEM of the hub's only authority; null where those of the system vouch for it. */
  readonly hubAuthority: string | null
}

async function readYaml<T extends z.ZodType>(
  path: string,
  name: string,
  schema: T,
  digest: Hash,
): Promise<z.infer<T>> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    throw new ConfigError(name, [`读不到这个文件（${(cause as NodeJS.ErrnoException).code ?? '原因不明'}）`])
  }
  digest.update(text).update('\0')
  const document = parseDocument(text)
  const [syntaxError] = document.errors
  if (syntaxError !== undefined) {
    const line = syntaxError.linePos?.[0].line
    throw new ConfigError(name, [`第 ${line ?? '?'} 行的写法不是有效的 YAML，请检查缩进和冒号`])
  }
  const parsed = schema.safeParse(document.toJS())
  if (!parsed.success) {
    throw new ConfigError(
      name,
      parsed.error.issues.map((issue) => `${issue.path.join('.') || '整个文件'}：${issue.message}`),
    )
  }
  return parsed.data
}

/**
 * Reads `terminal.yaml` and the operators' file beside it.
 * @throws ConfigError with one sentence a problem.
 */
export async function loadConfig(path: string): Promise<LoadedConfig> {
  const folder = dirname(resolve(path))
  const digest = createHash('sha256')
  const terminal = await readYaml(resolve(path), 'terminal.yaml', terminalConfigSchema, digest)
  const operators = await readYaml(
    resolve(folder, terminal.operatorsFile),
    terminal.operatorsFile,
    operatorsFileSchema,
    digest,
  )
  const hubAuthority = await readAuthority(terminal, folder)
  if (hubAuthority !== null) digest.update(hubAuthority)
  return { terminal, operators, folder, hubAuthority, digest: digest.digest('hex') }
}

async function readAuthority({ hub }: TerminalConfig, folder: string): Promise<string | null> {
  if (hub.caFile === undefined) return null
  const text = await readFile(resolve(folder, hub.caFile), 'utf8').catch((cause: unknown) => {
    const code = (cause as NodeJS.ErrnoException).code ?? '原因不明'
    throw new ConfigError('terminal.yaml', [`hub.caFile：读不到这个文件（${code}）`])
  })
  try {
    if (new X509Certificate(text).ca) return text
  } catch {
    // Told below, together with a certificate that is not an authority's.
  }
  throw new ConfigError('terminal.yaml', ['hub.caFile：这个文件不是 CA 证书（PEM 格式）'])
}
