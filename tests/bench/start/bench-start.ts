import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildApp } from '#build/app'
import { projectPath, projectRoot } from '../../../build/project.ts'
import { writeBareTerminal } from '../../support/bare-terminal.ts'
import { Devtools } from '../devtools.ts'
import { type Bench, startElectron, withBench } from '../electron.ts'
import { countOf, median, rounded } from '../figures.ts'
import { hasFocus, PageDriver, signIn } from '../page-driver.ts'
import { fillProfile, type Station } from './full-profile.ts'
import { startFigures, type StartTimes } from './start-figures.ts'

const storedIntakes = 50_000
const usualRepetitions = 9
/** Chromium keeps compiled scripts only after some starts, and writes them when it has nothing else to do. */
const uncountedStarts = 3
const quietMs = 2_000

const pageLoaded = `document.readyState === 'complete' && location.href !== 'about:blank'`

interface Contender {
  readonly name: string
  readonly appFolder: string
  readonly profile: string
  readonly configPath?: string
}

/** One start, from the command to the frame that can be used; for the terminal also to the desk of who signs in at once. */
async function timeStart(bench: Bench, contender: Contender): Promise<StartTimes> {
  const isTerminal = contender.configPath !== undefined
  const startedAt = Date.now()
  const child = await startElectron(bench, contender)
  try {
    const devtools = await Devtools.of(child)
    const page = new PageDriver(devtools, await devtools.page())
    if (!isTerminal) {
      const usableMs = (await page.shown(pageLoaded)) - startedAt
      await sleep(quietMs)
      await devtools.quit(child)
      return { usableMs, signedInMs: null }
    }
    const usableMs = (await page.shown(hasFocus('sign-in-operator'))) - startedAt
    await signIn(page)
    const signedInMs = (await page.shown(hasFocus('desk-search'))) - startedAt
    await sleep(quietMs)
    await devtools.quit(child)
    return { usableMs, signedInMs }
  } finally {
    await child.stop(20_000)
  }
}

async function stationIn(folder: string): Promise<Station> {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const encryptionKey = {
    keyId: 'nobody',
    publicKey: { kty: 'EC' as const, crv: 'P-256' as const, x, y },
  }
  const profile = join(folder, 'profile')
  mkdirSync(profile, { recursive: true })
  // Nobody listens on the discard port: a start has to do without the hub.
  const { configPath } = await writeBareTerminal(folder, { url: 'http://127.0.0.1:9', encryptionKey })
  return { configPath, folder, profile }
}

async function measure(bench: Bench, repetitions: number): Promise<Map<string, StartTimes[]>> {
  const fullFolder = projectPath('out', 'bench', `full-${storedIntakes}`)
  const [fresh, full] = [await stationIn(join(bench.folder, 'station')), await stationIn(fullFolder)]
  await fillProfile(bench, full, storedIntakes)
  const emptyApp = projectPath('tests', 'bench', 'start', 'empty-app')
  const contenders: Contender[] = [
    { name: 'empty', appFolder: emptyApp, profile: join(bench.folder, 'empty-profile') },
    { name: 'terminal', appFolder: projectRoot, ...fresh },
    { name: 'terminal-full', appFolder: projectRoot, ...full },
  ]
  const times = new Map(contenders.map(({ name }) => [name, [] as StartTimes[]]))
  for (let round = -uncountedStarts; round < repetitions; round += 1) {
    for (const contender of contenders) {
      const one = await timeStart(bench, contender)
      console.error(`${contender.name}: ${one.usableMs} ms${round < 0 ? ' (not counted)' : ''}`)
      if (round >= 0) times.get(contender.name)?.push(one)
    }
  }
  return times
}

/** 启动: from the command to a sign-in screen that can be typed in, beside an Electron with an empty page. */
export async function benchStart(json: boolean, options: { repetitions?: string } = {}): Promise<void> {
  const repetitions = countOf(options.repetitions, 'repetitions', usualRepetitions)
  await buildApp({ log: (line) => console.error(line) })
  const times = await withBench((bench) => measure(bench, repetitions))
  const figures = startFigures(times)
  const signedIn = (name: string): number =>
    rounded(median((times.get(name) ?? []).map(({ signedInMs }) => signedInMs ?? Number.NaN)), 0)
  console.error(
    `Signed in at once, the desk was there after ${signedIn('terminal')} ms (full: ${signedIn('terminal-full')} ms).`,
  )
  if (json) console.log(JSON.stringify(figures))
  else console.table(figures)
}
