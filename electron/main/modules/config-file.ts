import { createHash, type Hash } from 'node:crypto'
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
  /** SHA-256 over both files as they were read: what the record says of the settings. */
  readonly digest: string
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
  return { terminal, operators, folder, digest: digest.digest('hex') }
}
