import type { ElectronApplication } from '@playwright/test'

/** What the main process did while it was called. */
export interface MainWatch {
  /** Exceptions and rejections that nobody caught. */
  readonly faults: readonly string[]
  /** Paths that it opened, wrote, moved or removed. */
  readonly paths: readonly string[]
  readonly memoryMiB: number
}

/** From now on notes what the main process does with files, and shuts what would wait for a person or end the program. */
export async function watchMain(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ app: program, dialog }) => {
    const faults: string[] = []
    const paths = new Set<string>()
    Object.assign(globalThis, { fuzzWatch: { faults, paths } })
    process.on('uncaughtException', (error) => faults.push(error.stack ?? String(error)))
    process.on('unhandledRejection', (reason) => faults.push(String(reason)))
    dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' })
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] })
    program.relaunch = () => undefined
    program.exit = () => undefined
    const { promises } = process.getBuiltinModule('node:fs') as unknown as {
      promises: Record<string, (...args: unknown[]) => unknown>
    }
    for (const name of ['open', 'readFile', 'writeFile', 'appendFile', 'rename', 'rm', 'unlink', 'readdir']) {
      const real = promises[name]
      promises[name] = (...args) => {
        for (const path of name === 'rename' ? args.slice(0, 2) : args.slice(0, 1))
          if (typeof path === 'string') paths.add(path)
        return real?.(...args)
      }
    }
    process.getBuiltinModule('node:module').syncBuiltinESMExports()
  })
}

/** What was noted so far. */
export function readWatch(app: ElectronApplication): Promise<MainWatch> {
  return app.evaluate(() => {
    const { fuzzWatch } = globalThis as unknown as { fuzzWatch: { faults: string[]; paths: Set<string> } }
    const memoryMiB = Math.round(process.memoryUsage().rss / 1024 / 1024)
    return { faults: fuzzWatch.faults, paths: [...fuzzWatch.paths], memoryMiB }
  })
}
