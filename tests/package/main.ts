// The test of the package: `npm run package -- --check`. Builds two versions, installs them on a bare Debian 12 in a
// chroot, works with them, upgrades, goes back, removes and purges. `--reuse` takes the packages of the last run.
import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startHall } from '#build/hall'
import { atShutdown, closeAll } from '#build/process'
import { openVirtualDisplay } from '#build/start'
import { makePackage, ownVersion } from '#build/package'
import { DebianRoom, kept, roomTrouble } from './debian-room.ts'
import type { PackageTest } from './package-test.ts'
import { RoomTerminal } from './room-terminal.ts'
import { packageSteps, screenSize } from './steps.ts'

/** The same program, as if it were another release. */
async function packageOf(version: string, reuse: boolean): Promise<PackageTest['older']> {
  const outDir = join(kept, version)
  const deb = join(outDir, `yichuang_${version}_${process.arch === 'arm64' ? 'arm64' : 'amd64'}.deb`)
  if (reuse && existsSync(deb)) return { version, deb }
  await mkdir(outDir, { recursive: true })
  await makePackage({ version, outDir, quick: true })
  return { version, deb }
}

async function check(): Promise<boolean> {
  const trouble = await roomTrouble()
  if (trouble !== null) {
    console.log(`skipped: ${trouble}`)
    return true
  }
  const reuse = process.argv.includes('--reuse')
  const [major = '0', minor = '0', patch = '0'] = ownVersion().split('.')
  const older = await packageOf(ownVersion(), reuse)
  const newer = await packageOf(`${major}.${minor}.${Number(patch) + 1}`, reuse)

  const hall = await startHall({ dir: join(kept, 'hall'), fresh: true, quiet: true })
  atShutdown(() => hall.stop())
  const screen = await openVirtualDisplay(join(kept, 'logs', 'xvfb.log'), screenSize)
  atShutdown(() => screen.stop())
  const room = await DebianRoom.open('room')
  atShutdown(() => room.close())
  const terminal = new RoomTerminal(room, screen.display)
  atShutdown(() => terminal.stopSession())
  const test: PackageTest = { room, hall, terminal, older, newer, taken: [] }
  for (const { title, run } of packageSteps) {
    const begun = performance.now()
    try {
      await run(test)
      console.log(`✓ ${title} (${((performance.now() - begun) / 1_000).toFixed(1)} s)`)
    } catch (error) {
      console.error(`✗ ${title}`)
      console.error(error instanceof Error ? error.message : error)
      return false
    }
  }
  return true
}

let held = false
try {
  await rm(join(kept, 'logs'), { recursive: true, force: true })
  held = await check()
} catch (error) {
  console.error(error)
}
await closeAll()
console.log(held ? 'The package held.' : 'The package did not hold.')
process.exit(held ? 0 : 1)
