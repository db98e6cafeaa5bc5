import { runCommand } from './run-command.ts'

const args = process.argv.slice(2)
const { exitCode, json, lines } = await runCommand(args)
if (args.includes('--json')) process.stdout.write(`${JSON.stringify(json)}\n`)
else (exitCode === 0 ? process.stdout : process.stderr).write(`${lines.join('\n')}\n`)
process.exitCode = exitCode
