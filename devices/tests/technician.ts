import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** `npm run device -- …` as a process of its own: how it ended, and the one JSON document that it printed. */
export async function runDeviceCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ exitCode: number; json: unknown }> {
  const main = join(import.meta.dirname, '..', 'cli/main.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  const [exitCode] = (await once(child, 'close')) as [number]
  return { exitCode, json: JSON.parse(stdout) }
}
