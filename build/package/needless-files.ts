import { existsSync, readdirSync } from 'node:fs'
import { projectPath } from '../project.ts'

/** What native modules bring to be compiled from, or to be read by people; nothing is compiled at a terminal. */
const sources = [
  '!node_modules/@types',
  '!node_modules/**/*.{d.ts,d.mts,d.cts,markdown,md,gyp,gypi,c,cc,cpp,h,hpp}',
  '!node_modules/node-hid/{hidapi,src,.github}',
  '!node_modules/koffi/{src,vendor,doc}',
  '!node_modules/zod/src',
  '!node_modules/yaml/browser',
  '!**/node_modules/node-addon-api/**/*',
]

/** Folders that hold one prebuilt module a kind of machine. */
const prebuildFolders = ['@serialport/bindings-cpp/prebuilds', 'node-hid/prebuilds']

/**
 * Patterns of what the packed program never reads: sources, and native modules for other kinds of machines.
 */
export function needlessFiles(platform: NodeJS.Platform, arch: string): string[] {
  const foreign = prebuildFolders.flatMap((folder) => {
    const path = projectPath('node_modules', folder)
    if (!existsSync(path)) return []
    return readdirSync(path)
      .filter((name) => !isFor(name, platform, arch))
      .map((name) => `!node_modules/${folder}/${name}`)
  })
  return [...sources, ...foreign, ...(platform === 'linux' ? ['!node_modules/**/*musl*'] : [])]
}

/** Names are like `linux-x64`, `darwin-x64+arm64`, `HID_hidraw-linux-x64`, `HID-linux-x64-musl`. */
function isFor(name: string, platform: NodeJS.Platform, arch: string): boolean {
  const [, system, machines = ''] = /(linux|darwin|win32|android)-([a-z0-9+]+)$/.exec(name) ?? []
  return system === platform && machines.split('+').includes(arch)
}
