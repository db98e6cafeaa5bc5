import { runCommand } from './run-command.ts'

const { text, exitCode } = await runCommand(process.argv.slice(2))
process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
process.exitCode = exitCode
