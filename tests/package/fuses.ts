import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'
import type { PackageStep, PackageTest } from './package-test.ts'

const program = '/opt/yichuang/yichuang'
/** The same file with fuses put back in: each trick is first seen to work there, else its failing would say nothing. */
const open = '/opt/yichuang/yichuang-open'
const mark = '/tmp/mark-of-a-stranger'
const script = `require('fs').writeFileSync('${mark}', '')`

interface Trick {
  readonly title: string
  /** What has to be put back in for it to work. */
  readonly fuses: readonly FuseV1Options[]
  readonly env?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  /** Prepares the room; the returned function takes that back. */
  readonly prepare?: (test: PackageTest) => Promise<() => Promise<void>>
  /** Whether it worked, from what the program wrote to its console. */
  readonly worked: (test: PackageTest, output: string) => boolean
}

const marked = ({ room }: PackageTest): boolean => existsSync(room.at(mark))

const tricks: readonly Trick[] = [
  {
    title: 'ELECTRON_RUN_AS_NODE makes it a Node',
    fuses: [FuseV1Options.RunAsNode],
    env: { ELECTRON_RUN_AS_NODE: '1' },
    args: ['-e', script],
    worked: marked,
  },
  {
    title: 'NODE_OPTIONS loads a file into it',
    // In a packed program Node's options are narrowed even with the fuse: all of them count only where it is a Node.
    fuses: [FuseV1Options.RunAsNode, FuseV1Options.EnableNodeOptionsEnvironmentVariable],
    env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--require=/tmp/stranger.js' },
    args: ['-e', ''],
    worked: marked,
  },
  {
    title: '--inspect opens it to a debugger',
    fuses: [FuseV1Options.EnableNodeCliInspectArguments],
    args: ['--inspect=0'],
    worked: (_test, output) => output.includes('Debugger listening'),
  },
  {
    title: 'a folder in the place of its archive is run',
    fuses: [FuseV1Options.OnlyLoadAppFromAsar],
    async prepare({ room }) {
      const archive = room.at('opt/yichuang/resources/app.asar')
      const folder = room.at('opt/yichuang/resources/app')
      await rename(archive, `${archive}.away`)
      await mkdir(folder)
      await writeFile(`${folder}/package.json`, '{"name":"stranger","main":"main.js"}')
      await copyFile(room.at('tmp/stranger.js'), `${folder}/main.js`)
      return async () => {
        await rm(folder, { recursive: true })
        await rename(`${archive}.away`, archive)
      }
    },
    worked: marked,
  },
]

/** Tries a trick on a file; the program is let run until it has worked or has had its time. */
async function tried(test: PackageTest, file: string, trick: Trick): Promise<boolean> {
  const { room, terminal } = test
  await rm(room.at(mark), { force: true })
  const undo = (await trick.prepare?.(test)) ?? ((): Promise<void> => Promise.resolve())
  try {
    return await terminal.runWhile([file, ...(trick.args ?? [])], trick.env ?? {}, (output) =>
      trick.worked(test, output),
    )
  } finally {
    await undo()
  }
}

const trickStep = (trick: Trick): PackageStep => ({
  title: `it is not so that ${trick.title}`,
  async run(test) {
    const { room } = test
    await writeFile(room.at('tmp/stranger.js'), script)
    await copyFile(room.at(program), room.at(open))
    const putBack = Object.fromEntries(
      trick.fuses.map((fuse) => [fuse, fuse !== FuseV1Options.OnlyLoadAppFromAsar]),
    )
    await flipFuses(room.at(open), { version: FuseVersion.V1, ...putBack })
    try {
      assert.equal(await tried(test, open, trick), true, 'the trick does not work even without the fuse')
      assert.equal(await tried(test, program, trick), false)
    } finally {
      await rm(room.at(open), { force: true })
      await rm(room.at(mark), { force: true })
    }
  },
})

/** The fuses, tried on the program as it is installed. */
export const fuseSteps: readonly PackageStep[] = [
  ...tricks.map(trickStep),
  {
    title: 'switches that open it are refused in words',
    async run({ terminal }) {
      const refused = (output: string): boolean => output.includes('一窗不接受启动参数')
      assert.ok(await terminal.runWhile([program, '--remote-debugging-port=0'], {}, refused))
    },
  },
  {
    title: 'dpkg tells an archive that somebody has changed',
    async run({ room }) {
      const archive = room.at('opt/yichuang/resources/app.asar')
      const verify = async (): Promise<string> =>
        (await room.run(['dpkg', '--verify', 'yichuang'])).output.trim()
      assert.equal(await verify(), '')
      await copyFile(archive, `${archive}.true`)
      await writeFile(archive, 'x', { flag: 'a' })
      assert.match(await verify(), /5.* \/opt\/yichuang\/resources\/app\.asar/)
      await rename(`${archive}.true`, archive)
      assert.equal(await verify(), '')
    },
  },
]
