import { parseArgs } from 'node:util'
import { benchCatalogue } from './catalogue.ts'
import { benchSearch } from './search/bench-search.ts'
import { benchStart } from './start/bench-start.ts'
import { benchStored } from './stored/bench-stored.ts'
import { benchSync } from './sync/bench-sync.ts'

/** `--intakes N`, `--only ENGINE,…`: for the bench of sync; `--repetitions N`: for that of the start; `--stored N`: for that of what is stored. */
interface Options {
  readonly intakes?: string
  readonly only?: string
  readonly repetitions?: string
  readonly stored?: string
}

/** What can be measured; each prints lines for people, or with `--json` one line for machines. */
const benches: Readonly<Record<string, (json: boolean, options: Options) => Promise<void> | void>> = {
  catalogue: benchCatalogue,
  search: benchSearch,
  start: benchStart,
  stored: benchStored,
  sync: benchSync,
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    intakes: { type: 'string' },
    only: { type: 'string' },
    repetitions: { type: 'string' },
    stored: { type: 'string' },
  },
})
const bench = benches[positionals[0] ?? '']
if (bench === undefined) {
  console.error(
    `Usage: npm run bench -- ${Object.keys(benches).join('|')} [--json] [--intakes N] [--only ENGINE,…] [--repetitions N] [--stored N]`,
  )
  process.exitCode = 2
} else await bench(values.json, values)
