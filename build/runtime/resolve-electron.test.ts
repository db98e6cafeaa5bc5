import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { projectPath } from '../project.ts'
import { electronPackageSource } from './electron-package-source.ts'
import { overrideSource } from './override-source.ts'
import { registryPackageSource } from './registry-package-source.ts'
import { registryPin } from './registry-pin.ts'
import { firstRuntime, runtimeSources } from './resolve-electron.ts'
import type { RuntimeSource } from './types.ts'

const executable = process.platform === 'win32' ? 'electron.exe' : 'electron'
let folder: string
const said: string[] = []
const log = (line: string) => void said.push(line)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yichuang-runtime-'))
  said.length = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function distFolder(name: string, version: string): string {
  const dist = join(folder, name)
  mkdirSync(dist, { recursive: true })
  writeFileSync(join(dist, executable), '')
  writeFileSync(join(dist, 'version'), `v${version}`)
  return dist
}

function electronPackage(version: string, env: NodeJS.ProcessEnv = {}): RuntimeSource {
  const packagePath = join(folder, 'electron')
  mkdirSync(packagePath, { recursive: true })
  writeFileSync(join(packagePath, 'package.json'), JSON.stringify({ version }))
  return electronPackageSource({ packagePath, cachePath: join(folder, 'cache'), env })
}

const none = (reason: string): RuntimeSource => ({
  origin: 'registry-package',
  find: () => Promise.resolve({ missing: reason }),
})

describe('which Electron runs', () => {
  it('is looked for in the override, then in the electron package, then in the registry package', () => {
    expect(runtimeSources({}).map((source) => source.origin)).toEqual([
      'override',
      'electron-package',
      'registry-package',
    ])
  })

  it.skipIf(process.platform === 'darwin')(
    'is the override where one is set, whatever else is there',
    async () => {
      distFolder('electron/dist', '45.0.0')
      const override = overrideSource(distFolder('mine', '44.0.0'))
      const runtime = await firstRuntime([override, electronPackage('45.0.0')], '45.0.0', { log })
      expect(runtime).toMatchObject({ source: 'override', version: '44.0.0' })
      expect(said[0]).toContain('Electron 44.0.0 from override')
    },
  )

  it('is never another when the override names a folder without one', async () => {
    const sources = [overrideSource(join(folder, 'nothing')), electronPackage('45.0.0')]
    await expect(firstRuntime(sources, '45.0.0', { log })).rejects.toThrow(/ELECTRON_OVERRIDE_DIST_PATH/)
  })

  it.skipIf(process.platform === 'darwin')('is what the electron package has downloaded before', async () => {
    distFolder('electron/dist', '45.0.0')
    const runtime = await firstRuntime([overrideSource(undefined), electronPackage('45.0.0')], '45.0.0', {
      log,
    })
    expect(runtime).toMatchObject({ source: 'electron-package', version: '45.0.0' })
  })

  it('passes over a release host that refuses, and does not ask it again the same day', async () => {
    let asked = 0
    const host = createServer((_, response) => {
      asked += 1
      response.writeHead(403).end()
    })
    await new Promise<void>((listening) => host.listen(0, '127.0.0.1', listening))
    const mirror = `http://127.0.0.1:${(host.address() as AddressInfo).port}/`
    const source = electronPackage('45.0.0', { ELECTRON_MIRROR: mirror })
    expect(await source.find(log)).toEqual({ missing: 'its release host answered 403' })
    expect(await source.find(log)).toEqual({ missing: expect.stringContaining('12 hours') })
    expect(asked).toBe(1)
    host.closeAllConnections()
    host.close()
  })

  it('is named with every reason when there is none', async () => {
    await expect(firstRuntime([none('first reason'), none('second')], '45.0.0', { log })).rejects.toThrow(
      /first reason\n.*second/,
    )
  })

  it('must be the pinned release when a release is packed', async () => {
    const source = overrideSource(distFolder('mine', '33.2.1'))
    await expect(firstRuntime([source], '45.0.0', { pinnedOnly: true, log })).rejects.toThrow(
      /A release needs Electron 45\.0\.0; here is only 33\.2\.1/,
    )
  })
})

describe('the Electron from the registry', () => {
  const source = (root: string, platform: NodeJS.Platform = 'linux', arch = 'x64') =>
    registryPackageSource({
      pin: registryPin,
      projectRoot: root,
      cachePath: join(folder, 'cache'),
      platform,
      arch,
    })

  function carrier(integrity: string): void {
    const packagePath = join(folder, 'node_modules', registryPin.packageName)
    mkdirSync(packagePath, { recursive: true })
    writeFileSync(join(packagePath, registryPin.zipName), 'no zip')
    writeFileSync(join(packagePath, 'package.json'), JSON.stringify({ version: registryPin.packageVersion }))
    const packages = { [`node_modules/${registryPin.packageName}`]: { integrity } }
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }))
  }

  it('is pinned to the tarball that the lockfile names', () => {
    const lockfile = JSON.parse(readFileSync(projectPath('package-lock.json'), 'utf8')) as {
      packages: Record<string, { version: string; integrity: string }>
    }
    expect(lockfile.packages[`node_modules/${registryPin.packageName}`]).toMatchObject({
      version: registryPin.packageVersion,
      integrity: registryPin.integrity,
    })
  })

  it('serves Linux x64 only', async () => {
    expect(await source(folder, 'darwin', 'arm64').find(log)).toEqual({
      missing: expect.stringContaining('linux x64 only'),
    })
  })

  it('is refused when the lockfile names another tarball', async () => {
    carrier('sha512-other')
    await expect(source(folder).find(log)).rejects.toThrow(/is not the checked release/)
  })

  it('is refused when the zip is damaged, and leaves nothing behind', async () => {
    carrier(registryPin.integrity)
    await expect(source(folder).find(log)).rejects.toThrow(/is damaged or not the checked one/)
    expect(() => readFileSync(join(folder, 'cache', registryPin.electronVersion, executable))).toThrow()
  })
})
