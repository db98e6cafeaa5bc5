import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { executableIn, versionIn } from './dist-folder.ts'
import type { ElectronRuntime, RuntimeSource } from './types.ts'

const connectTimeoutMs = 20_000
const downloadTimeoutMs = 10 * 60_000
/** After a failure the download host is left alone for this long, so that each start is not 20 s slower. */
const retryAfterMs = 12 * 3_600_000

export interface ElectronPackageOptions {
  /** Folder of the installed electron package. */
  packagePath: string
  /** Where the memory of a failed download is kept. */
  cachePath: string
  env: NodeJS.ProcessEnv
}

/**
 * The runtime that the pinned `electron` package downloads for itself. Version 42 and later have no install
 * script: the download runs on first use, so it is tried here, and a closed network costs at most 20 s once
 * in twelve hours.
 */
export function electronPackageSource(options: ElectronPackageOptions): RuntimeSource {
  const { packagePath, cachePath, env } = options
  const distPath = join(packagePath, 'dist')
  const failureFile = join(cachePath, 'download-failed')

  const installed = (version: string): ElectronRuntime | undefined =>
    versionIn(distPath) === version && existsSync(executableIn(distPath))
      ? { executablePath: executableIn(distPath), distPath, version, source: 'electron-package' }
      : undefined

  return {
    origin: 'electron-package',
    async find(log) {
      const manifest = join(packagePath, 'package.json')
      if (!existsSync(manifest)) return { missing: 'the electron package is not installed' }
      const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
      const present = installed(version)
      if (present) return present
      if (env['ELECTRON_SKIP_BINARY_DOWNLOAD']) return { missing: 'ELECTRON_SKIP_BINARY_DOWNLOAD is set' }
      if (failedLately(failureFile)) {
        return { missing: 'its download failed within the last 12 hours (npm ci tries it again)' }
      }

      log(`Electron ${version} is not downloaded yet; trying its release host …`)
      const failure = (await unreachable(version, env)) ?? (await download(packagePath))
      const downloaded = failure === undefined ? installed(version) : undefined
      if (downloaded) {
        rmSync(failureFile, { force: true })
        return downloaded
      }
      mkdirSync(cachePath, { recursive: true })
      writeFileSync(failureFile, `${new Date().toISOString()} ${failure ?? 'no binary after the download'}\n`)
      return { missing: failure ?? 'its download left no binary' }
    },
  }
}

function failedLately(failureFile: string): boolean {
  const changed = statSync(failureFile, { throwIfNoEntry: false })?.mtimeMs
  return changed !== undefined && Math.abs(Date.now() - changed) < retryAfterMs
}

/** Asks for the head of the file that would be downloaded: a closed network says so within 20 s. */
async function unreachable(version: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  // @electron/get then goes through a proxy, which fetch does not: only the download itself can tell.
  if (env['ELECTRON_GET_USE_PROXY']) return undefined
  const mirror =
    env['ELECTRON_MIRROR'] ??
    env['npm_config_electron_mirror'] ??
    'https://github.com/electron/electron/releases/download/'
  const folder = env['ELECTRON_CUSTOM_DIR'] ?? `v${version}`
  const url = `${mirror}${folder}/electron-v${version}-${process.platform}-${process.arch}.zip`
  try {
    const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(connectTimeoutMs) })
    return answer.ok ? undefined : `its release host answered ${answer.status}`
  } catch {
    return 'its release host cannot be reached'
  }
}

/** Runs the package's own installer; answers why it failed, or nothing. */
function download(packagePath: string): Promise<string | undefined> {
  return new Promise((settle) => {
    const child = spawn(process.execPath, [join(packagePath, 'install.js')], {
      stdio: ['ignore', 'inherit', 'ignore'],
      timeout: downloadTimeoutMs,
      killSignal: 'SIGKILL',
    })
    child.on('error', (error) => settle(`its download could not start: ${error.message}`))
    child.on('exit', (code) => settle(code === 0 ? undefined : 'its download failed'))
  })
}
