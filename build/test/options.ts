import { PlainError } from '../plain-error.ts'

/** Groups of checks that `npm test -- --only` names. */
export const groups = ['types', 'lint', 'unit', 'e2e', 'fault', 'package'] as const
export type Group = (typeof groups)[number]

/** Too long for every run: only when it is named. */
const onlyNamed: readonly Group[] = ['package']

export interface TestOptions {
  only: ReadonlySet<Group>
  /** Count a run of `npm start -- --tour` as one more test. */
  tour: boolean
}

/**
 * Reads the arguments of `npm test --`: `--only types|lint|unit|e2e|fault|package` (several with commas), `--tour`.
 *
 * @throws PlainError with the usage
 */
export function testOptions(args: readonly string[]): TestOptions {
  const usage = `Usage: npm test [-- [--only ${groups.join('|')}] [--tour]]`
  let only = groups.filter((group) => !onlyNamed.includes(group))
  let tour = false
  const rest = args.flatMap((arg) => (arg.startsWith('--only=') ? ['--only', arg.slice(7)] : [arg]))
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--tour') tour = true
    else if (arg === '--only') {
      const named = (rest.shift() ?? '').split(',')
      only = groups.filter((group) => named.includes(group))
      if (only.length !== named.length) throw new PlainError(usage)
    } else throw new PlainError(usage)
  }
  return { only: new Set(only), tour }
}
