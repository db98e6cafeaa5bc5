import { join } from 'node:path'
import { buildApp } from '#build/app'
import { projectPath, projectRoot } from '../../../build/project.ts'
import { type Bench, withBench } from '../electron.ts'
import { countOf, median, rounded } from '../figures.ts'
import { fillProfile } from './full-profile.ts'
import { type Contender, stationIn, timeStart } from './one-start.ts'
import { startFigures, type StartTimes } from './start-figures.ts'

const storedIntakes = 50_000
const usualRepetitions = 9
/** Chromium keeps compiled scripts only after some starts, and writes them when it has nothing else to do. */
const uncountedStarts = 3

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
