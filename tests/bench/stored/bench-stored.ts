import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildApp } from '#build/app'
import { projectPath, projectRoot } from '../../../build/project.ts'
import { type Bench, startElectron, withBench } from '../electron.ts'
import { countOf, median, rounded } from '../figures.ts'
import { fillProfile } from '../start/full-profile.ts'
import { stationIn, timeStart } from '../start/one-start.ts'
import { terminalApp } from '../sync/app-folders.ts'
import { type PageReport, reportMark, workOf } from '../sync/work.ts'

const usualStored = 100_000
const usualSaves = 30
const usualRepetitions = 5
/** Nothing in such a round is counted: what Chromium and the disk keep of it is there for both afterwards. */
const uncountedRounds = 1
const longestSavingMs = 10 * 60_000

type OwnStation = Awaited<ReturnType<typeof stationIn>>

interface Round {
  readonly savesMs: readonly number[]
  readonly usableMs: number
  readonly deskMs: number
}

/** Saves so many intakes of a hall's ordinary size, one after the other. @returns each one's milliseconds until 已保存 */
async function timeSaves(
  bench: Bench,
  appFolder: string,
  { account, ...station }: OwnStation,
  count: number,
): Promise<readonly number[]> {
  const task = {
    engine: 'terminal',
    work: workOf(count),
    account,
    theme: {
      id: 'birth',
      answers: { parents: 'married', settle: 'mother' },
      matters: ['birth-certificate', 'household-registration', 'medical-insurance-registration'],
    },
  }
  writeFileSync(join(appFolder, 'out/app/renderer/bench.json'), JSON.stringify(task))
  const child = await startElectron(bench, {
    name: 'saving',
    appFolder,
    ...station,
    switches: ['--enable-logging=stderr'],
  })
  try {
    const line = new RegExp(`${reportMark}(\\{"phase":"(?:stored|failed)".*\\})", source`)
    const [, said = ''] = await child.line(line, longestSavingMs)
    const report = JSON.parse(said) as PageReport
    if (report.phase !== 'stored') throw new Error(`the page reported ${said}`)
    return report.savesMs
  } finally {
    await child.stop(20_000)
  }
}

async function oneRound(
  bench: Bench,
  appFolder: string,
  name: string,
  station: OwnStation,
  saves: number,
): Promise<Round> {
  const savesMs = await timeSaves(bench, appFolder, station, saves)
  const { usableMs, signedInMs } = await timeStart(bench, { name, appFolder: projectRoot, ...station })
  return { savesMs, usableMs, deskMs: signedInMs ?? Number.NaN }
}

/**
 * 存量: whether a terminal that holds so many intakes saves one more, and starts, as a new one does. Both in turn, several times; medians
 * of all saves, of the starts until the sign-in can be typed in, and until the desk of who signs in at once.
 */
export async function benchStored(
  json: boolean,
  options: { stored?: string; intakes?: string; repetitions?: string } = {},
): Promise<void> {
  const stored = countOf(options.stored, 'stored', usualStored)
  const saves = countOf(options.intakes, 'intakes', usualSaves)
  const repetitions = countOf(options.repetitions, 'repetitions', usualRepetitions)
  await buildApp({ log: (line) => console.error(line) })
  const rounds = await withBench(async (bench) => {
    const appFolder = await terminalApp()
    const stations = {
      fresh: await stationIn(join(bench.folder, 'station')),
      full: await stationIn(projectPath('out', 'bench', `full-${stored}`)),
    }
    await fillProfile(bench, stations.full, stored)
    const told = { fresh: [] as Round[], full: [] as Round[] }
    for (let round = -uncountedRounds; round < repetitions; round += 1) {
      for (const name of ['fresh', 'full'] as const) {
        const one = await oneRound(bench, appFolder, name, stations[name], saves)
        console.error(
          `${name}: save ${rounded(median(one.savesMs), 1)} ms, sign-in ${one.usableMs} ms, desk ${one.deskMs} ms${round < 0 ? ' (not counted)' : ''}`,
        )
        if (round >= 0) told[name].push(one)
      }
    }
    return told
  })
  const of = (pick: (round: Round) => readonly number[]): { fresh: number; full: number; ratio: number } => {
    const [fresh, full] = [rounds.fresh, rounds.full].map((some) => median(some.flatMap(pick)))
    return {
      fresh: rounded(fresh ?? Number.NaN, 1),
      full: rounded(full ?? Number.NaN, 1),
      ratio: rounded((full ?? Number.NaN) / (fresh ?? Number.NaN)),
    }
  }
  const figures = {
    stored,
    saveMs: of(({ savesMs }) => savesMs),
    signInMs: of(({ usableMs }) => [usableMs]),
    deskMs: of(({ deskMs }) => [deskMs]),
  }
  if (json) console.log(JSON.stringify(figures))
  else console.table(figures)
}
