import { parseArgs } from 'node:util'
import { benchCatalogue } from './catalogue.ts'

/** What can be measured; each prints lines for people, or with `--json` one line for machines. */
const benches: Readonly<Record<string, (json: boolean) => Promise<void> | void>> = {
  catalogue: benchCatalogue,
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
})
const bench = benches[positionals[0] ?? '']
if (bench === undefined) {
  console.error(`Usage: npm run bench -- ${Object.keys(benches).join('|')} [--json]`)
  process.exitCode = 2
} else await bench(values.json)
