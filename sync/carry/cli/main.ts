import { runCommand } from './run-command.ts'

const cancel = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    cancel.abort(new Error('called off'))
  })
}
const args = process.argv.slice(2)
const { exitCode, json, lines } = await runCommand(args, cancel.signal)
if (args.includes('--json')) process.stdout.write(`${JSON.stringify(json)}\n`)
else (exitCode === 0 ? process.stdout : process.stderr).write(`${lines.join('\n')}\n`)
process.exitCode = exitCode
