import { parseArgs } from 'node:util'
import { toDeviceErrorData } from '#devices/contract'
import { leaveProcess } from '#devices/transports'
import { commands, type Options, type Report } from './commands/index.ts'
import { advice } from './advice/index.ts'
import { usage, UsageError } from './usage.ts'

const driverGraceMs = 1000
const exitCodes = { done: 0, usage: 2, device: 3 } as const

interface Outcome {
  readonly exitCode: number
  readonly json: unknown
  readonly lines: readonly string[]
}

async function run(words: readonly string[], options: Options, signal: AbortSignal): Promise<Outcome> {
  try {
    const command = Object.hasOwn(commands, words.join(' ')) ? commands[words.join(' ')] : undefined
    if (command === undefined) {
      throw new UsageError(words.length === 0 ? '缺少命令' : `没有“${words.join(' ')}”这个命令`)
    }
    const report: Report = await command(options, signal)
    return { exitCode: exitCodes.done, json: { ok: true, ...report.json }, lines: report.lines }
  } catch (error) {
    return error instanceof UsageError ? usageOutcome(error.message) : deviceOutcome(error)
  }
}

function usageOutcome(message: string): Outcome {
  const error = { code: 'cli.usage', message, remedy: '不带参数运行可以看到用法' }
  return { exitCode: exitCodes.usage, json: { ok: false, error }, lines: [message, '', usage] }
}

function deviceOutcome(thrown: unknown): Outcome {
  const { code, message: technical } = toDeviceErrorData(thrown)
  const { message, remedy } = advice[code]
  return {
    exitCode: exitCodes.device,
    json: { ok: false, error: { code, message, remedy }, technical },
    lines: [`${message}（${code}）`, `处理：${remedy}`, `技术信息：${technical}`],
  }
}

function parse(): { words: string[]; options: Options } | { problem: string } {
  try {
    const string = { type: 'string' } as const
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        transport: string,
        config: string,
        timeout: string,
        file: string,
        device: string,
        out: string,
        source: string,
        mode: string,
        dpi: string,
        paper: string,
        copies: string,
        sides: string,
        certificate: string,
        keys: string,
        key: string,
        colour: string,
        address: string,
        red: string,
        yellow: string,
        green: string,
        id: string,
        count: string,
        suffix: string,
        encoding: string,
        'latest-address': { type: 'boolean' },
        fingerprints: { type: 'boolean' },
        reprint: { type: 'boolean' },
        all: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    })
    return { words: positionals, options: values }
  } catch (error) {
    return { problem: problemOf(error) }
  }
}

/** What Node found wrong with the words, in the technician's language. */
function problemOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  const option = /'(-{1,2}[^\s',]+)/.exec(message)?.[1] ?? ''
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `没有“${option}”这个选项`
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return `选项“${option}”的值不对，或者没有写`
  return `命令行看不懂：${message}`
}

const cancel = new AbortController()
process.once('SIGINT', () => {
  cancel.abort()
})
process.once('SIGTERM', () => {
  cancel.abort()
})

const parsed = parse()
const wantsJson = 'problem' in parsed ? process.argv.includes('--json') : parsed.options['json'] === true
if (!('problem' in parsed) && parsed.options['help'] === true) {
  process.stdout.write(`${usage}\n`)
} else {
  const outcome =
    'problem' in parsed
      ? usageOutcome(parsed.problem)
      : await run(parsed.words, parsed.options, cancel.signal)
  const stream = wantsJson || outcome.exitCode === 0 ? process.stdout : process.stderr
  const answer = wantsJson ? JSON.stringify(outcome.json) : outcome.lines.join('\n')
  await new Promise<void>((resolve) => {
    stream.write(`${answer}\n`, () => {
      resolve()
    })
  })
  process.exitCode = outcome.exitCode
  // Everything is closed and said; what still runs is a driver's call that nobody can end.
  setTimeout(() => void leaveProcess(outcome.exitCode), driverGraceMs).unref()
}
