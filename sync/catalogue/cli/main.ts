import { runCatalogueCommand } from './run-command.ts'

const { text, exitCode } = runCatalogueCommand(process.argv.slice(2))
process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
process.exitCode = exitCode
