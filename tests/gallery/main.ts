// `npm run gallery`: every screen of the real program in every size, look and condition, each looked at by machine.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { buildApp } from '#build/app'
import { startHall } from '#build/hall'
import type { Page } from '@playwright/test'
import { atShutdown, closeAll } from '#build/process'
import { resolveElectron } from '#build/runtime'
import { setUp } from '#build/setup'
import { openVirtualDisplay } from '#build/start'
import { Terminal } from '#tests/journey'
import { parse, stringify } from 'yaml'
import type { Picture } from './findings.ts'
import { galleryPlan } from './options.ts'
import { Photographer } from './photographer.ts'
import { writeReport } from './report.ts'
import type { Mode, Plan } from './variants.ts'
import { chaptersOf, galleryKiosk, toStart } from './walk/index.ts'

function setMode(configPath: string, mode: Mode): void {
  const config = parse(readFileSync(configPath, 'utf8')) as object
  const kiosk = mode === 'kiosk' ? { kiosk: galleryKiosk } : {}
  writeFileSync(configPath, stringify({ ...config, mode, ...kiosk }))
}

async function startAgain({ surroundings }: Photographer, page: Page, mode: Mode): Promise<boolean> {
  try {
    await surroundings.become('online')
    await toStart(page, mode)
    return true
  } catch {
    return false
  }
}

async function openScreen(): Promise<void> {
  if (process.platform !== 'linux') return
  const screen = await openVirtualDisplay(resolve('out/gallery-xvfb.log'), '1920x1920')
  atShutdown(() => screen.stop())
  process.env['DISPLAY'] = screen.display
  delete process.env['WAYLAND_DISPLAY']
  delete process.env['XAUTHORITY']
}

/** Walks through one mode in a hall of its own, which is gone afterwards; `tell` is given the pictures after each chapter. */
async function walkThrough(
  mode: Mode,
  plan: Plan,
  outDir: string,
  tell: (pictures: readonly Picture[]) => void,
): Promise<void> {
  const electron = await resolveElectron()
  const hall = await startHall({ dir: resolve('out', `gallery-hall-${mode}`), fresh: true, quiet: true })
  const forgetHall = atShutdown(() => hall.stop())
  setMode(hall.configPath, mode)
  const switches = ['--use-fake-device-for-media-stream']
  const terminal = new Terminal(hall, electron, outDir, { inspect: false, switches })
  const forgetTerminal = atShutdown(() => terminal.close())
  const page = await terminal.start()
  page.setDefaultTimeout(90_000)
  // A colour on its way to another has a contrast that nobody chose.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const photographer = new Photographer({ hall, terminal, outDir, plan, mode })
  for (const chapter of chaptersOf(mode)) {
    try {
      await chapter.run({ hall, terminal, photographer })
      await toStart(page, mode)
    } catch (error) {
      console.error(
        `The walk stopped in “${chapter.id}”: ${error instanceof Error ? error.message : String(error)}`,
      )
      await photographer.stopped(chapter.id, error)
      // Where there is no way back, the others could not begin.
      if (!(await startAgain(photographer, page, mode))) break
    }
    tell(photographer.pictures)
  }
  tell(photographer.pictures)
  forgetTerminal()
  await terminal.close()
  forgetHall()
  await hall.stop()
}

async function photograph(plan: Plan, outDir: string): Promise<readonly Picture[]> {
  await buildApp()
  await openScreen()
  const done: Picture[] = []
  for (const mode of plan.modes) {
    let latest: readonly Picture[] = []
    await walkThrough(mode, plan, outDir, (pictures) => {
      latest = [...pictures]
      // A long run that is interrupted has shown something all the same.
      writeReport(outDir, [...done, ...latest])
    })
    done.push(...latest)
  }
  return done
}

let held = false
try {
  const plan = galleryPlan(process.argv.slice(2))
  const outDir = resolve('out/gallery')
  rmSync(outDir, { recursive: true, force: true })
  mkdirSync(outDir, { recursive: true })
  setUp()
  const pictures = await photograph(plan, outDir)
  const findings = writeReport(outDir, pictures)
  for (const { screen, kind, where, detail, seen } of findings)
    console.log(`✗ ${screen}: ${kind} ${where} — ${detail} (${seen.length} pictures, ${seen[0] ?? ''})`)
  console.log(`${pictures.length} pictures in ${outDir}, ${findings.length} findings`)
  held = pictures.length > 0 && findings.length === 0
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
}
await closeAll()
process.exit(held ? 0 : 1)
