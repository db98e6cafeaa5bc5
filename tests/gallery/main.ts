// `npm run gallery`: every screen of the real program in every size, look and condition, each looked at by machine.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildApp } from '#build/app'
import { startHall } from '#build/hall'
import type { Page } from '@playwright/test'
import { atShutdown, closeAll } from '#build/process'
import { resolveElectron } from '#build/runtime'
import { setUp } from '#build/setup'
import { openVirtualDisplay } from '#build/start'
import { Terminal } from '#tests/journey'
import { parse, stringify } from 'yaml'
import { galleryPlan } from './options.ts'
import { Photographer } from './photographer.ts'
import { writeReport } from './report.ts'
import type { Plan } from './variants.ts'
import { chapters, toDesk } from './walk/index.ts'

function setMode(configPath: string, mode: Plan['mode']): void {
  const config = parse(readFileSync(configPath, 'utf8')) as object
  writeFileSync(configPath, stringify({ ...config, mode }))
}

async function startAgain({ surroundings }: Photographer, page: Page): Promise<boolean> {
  try {
    await surroundings.become('online')
    await toDesk(page)
    return true
  } catch {
    return false
  }
}

async function photograph(plan: Plan, outDir: string): Promise<Photographer> {
  const electron = await resolveElectron()
  await buildApp()
  const hall = await startHall({ dir: resolve('out/gallery-hall'), fresh: true, quiet: true })
  atShutdown(() => hall.stop())
  setMode(hall.configPath, plan.mode)
  if (process.platform === 'linux') {
    const screen = await openVirtualDisplay(join(hall.dir, 'logs', 'xvfb.log'), '1920x1920')
    atShutdown(() => screen.stop())
    process.env['DISPLAY'] = screen.display
    delete process.env['WAYLAND_DISPLAY']
    delete process.env['XAUTHORITY']
  }
  const switches = ['--use-fake-device-for-media-stream']
  const terminal = new Terminal(hall, electron, outDir, { inspect: false, switches })
  atShutdown(() => terminal.close())
  const page = await terminal.start()
  page.setDefaultTimeout(90_000)
  // A colour on its way to another has a contrast that nobody chose.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const photographer = new Photographer({ hall, terminal, outDir, plan })
  for (const chapter of chapters) {
    try {
      await chapter.run({ hall, terminal, photographer })
    } catch (error) {
      console.error(
        `The walk stopped in “${chapter.id}”: ${error instanceof Error ? error.message : String(error)}`,
      )
      await photographer.stopped(chapter.id, error)
      // Where there is no way back to the desk, the others could not begin.
      if (!(await startAgain(photographer, page))) break
    }
    // A long run that is interrupted has shown something all the same.
    writeReport(outDir, photographer.pictures)
  }
  return photographer
}

let held = false
try {
  const plan = galleryPlan(process.argv.slice(2))
  const outDir = resolve('out/gallery')
  rmSync(outDir, { recursive: true, force: true })
  mkdirSync(outDir, { recursive: true })
  setUp()
  const { pictures } = await photograph(plan, outDir)
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
