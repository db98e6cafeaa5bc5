import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { demonstrationAccount, demonstrationAdministrator, type Hall } from '#build/hall'
import type { Terminal } from '#tests/journey'
import { bridgeFunctions, type FuzzCall, makeCalls } from './calls.ts'
import { readWatch, watchMain } from './in-main.ts'
import { callExpression, type Told } from './in-page.ts'
import { type Finding, judgeAnswer, pathsOutside } from './judge.ts'

const callsAtOnce = 25
const limitMs = 30_000
/** The calls are made as each of them in turn. */
const persons = [null, demonstrationAccount, demonstrationAdministrator] as const

/** What a fuzz of the preload API came to. */
export interface FuzzReport {
  readonly seed: number
  readonly calls: number
  readonly seconds: number
  /** How often each outcome was told: `value`, `thrown`, or an error's code. */
  readonly outcomes: Readonly<Record<string, number>>
  readonly uncalled: readonly string[]
  readonly memoryMiB: readonly [before: number, after: number]
  readonly findings: readonly Finding[]
}

/** What the hall's files hold that no page is told. */
function secretsOf(hall: Hall): Record<string, string> {
  const operators = readFileSync(join(hall.dir, 'operators.yaml'), 'utf8')
  return {
    'the root key': readFileSync(join(hall.dir, 'station.key'), 'utf8').trim(),
    'a password hash': /\$argon2id\$\S+/.exec(operators)?.[0] ?? '$argon2id$',
  }
}

async function takePlace(terminal: Terminal, person: (typeof persons)[number]): Promise<void> {
  const place = person === null ? null : { operatorId: person.id, password: person.password }
  const seated = await terminal.page.evaluate(
    async (given) => (given === null ? window.terminal.signOut() : window.terminal.signIn(given)),
    place,
  )
  if (!seated.ok) throw new Error(`the fuzz could not sign in: ${seated.error.code}`)
}

/**
 * Calls every function of the preload API of a running terminal with what was made from `seed`, and judges each answer and
 * what the main process did meanwhile.
 * @param onBatch told after each group of calls how many are done
 */
export async function fuzzIpc(
  { hall, terminal }: { readonly hall: Hall; readonly terminal: Terminal },
  { calls: count, seed }: { readonly calls: number; readonly seed: number },
  onBatch: (done: number) => void = () => undefined,
): Promise<FuzzReport> {
  const { app, page } = terminal
  // What stands behind the gate, keys included, is opened by the first call.
  await page.evaluate(() => window.terminal.terminalInfo())
  await watchMain(app)
  const before = await readWatch(app)
  const secrets = secretsOf(hall)
  const calls = makeCalls(count, seed)
  const outcomes: Record<string, number> = {}
  const findings: Finding[] = []
  const startedAt = performance.now()
  for (let at = 0; at < calls.length; at += callsAtOnce) {
    const batch = calls.slice(at, at + callsAtOnce)
    await takePlace(terminal, persons[(at / callsAtOnce) % persons.length] ?? null)
    const told = await page.evaluate<Told[]>(callExpression(batch, limitMs))
    told.forEach((one, index) => {
      const key = one.outcome === 'refused' ? one.code : one.outcome
      outcomes[key] = (outcomes[key] ?? 0) + 1
      findings.push(...judgeAnswer(batch[index] as FuzzCall, one, { secrets, folder: hall.dir }))
    })
    onBatch(at + batch.length)
  }
  const after = await readWatch(app)
  findings.push(...(await judgeMain(hall, after)))
  const called = new Set<string>(calls.map(({ name }) => name))
  return {
    seed,
    calls: calls.length,
    seconds: (performance.now() - startedAt) / 1000,
    outcomes,
    uncalled: bridgeFunctions.filter((name) => !called.has(name)),
    memoryMiB: [before.memoryMiB, after.memoryMiB],
    findings,
  }
}

async function judgeMain(hall: Hall, watch: Awaited<ReturnType<typeof readWatch>>): Promise<Finding[]> {
  const outside = pathsOutside(watch.paths, [hall.profileDir, join(process.cwd(), 'out', 'app')])
  const log = await readFile(join(hall.profileDir, 'logs', 'terminal.log'), 'utf8')
  const logged = ['device-host.ended', 'ipc.fault', 'page.gone', hall.dir].filter((word) =>
    log.includes(word),
  )
  return [
    ...(watch.paths.length === 0 ? ['the watch on files saw nothing'] : []),
    ...watch.faults.map((fault) => `the main process did not catch: ${fault}`),
    ...outside.map((path) => `the main process touched ${path}`),
    ...logged.map((word) => `the log holds ${word}`),
  ].map((what) => ({ what, call: null }))
}
