import { app, dialog } from 'electron'
import { ConfigError } from './modules/config-file.ts'
import { MainError } from './modules/main-error.ts'

/** Ends the program with a sentence for the technician, on the console and, where there is a screen, in a box. */
export function giveUp(error: unknown): never {
  const text =
    error instanceof ConfigError || error instanceof MainError
      ? error.message
      : `程序没有启动成功：${nameOf(error)}`
  process.stderr.write(`${text}\n`)
  if (process.env.CI === undefined) dialog.showErrorBox('一窗没有启动', text)
  app.exit(1)
  throw error
}

/** What a technician can look up; never the message, which may hold a path. */
function nameOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  if (typeof code === 'string') return code
  return error instanceof Error ? error.name : '原因不明'
}
