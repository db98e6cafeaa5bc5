import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { askHub } from '#build/hall'
import { makePackage, readArchive } from '#build/package'
import { intakeListSchema } from '#sync/api'
import { readCatalogue } from '#sync/catalogue/disk'
import { signIn, takeIn, themeCase } from '#tests/journey'
import { expect } from '@playwright/test'
import { projectPath } from '../../build/project.ts'
import { type Ended, kept } from './debian-room.ts'
import { fuseSteps } from './fuses.ts'
import type { PackageStep, PackageTest } from './package-test.ts'

function good({ code, output }: Ended): void {
  assert.equal(code, 0, output.slice(-2_000))
}

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o7777).toString(8)
}

/** Takes one in by the installed program while the line is cut, and cuts the power after 已保存. */
async function takeInOffline(test: PackageTest): Promise<void> {
  const { hall, terminal } = test
  await hall.line.cut()
  const page = await terminal.steer()
  try {
    await signIn({ terminal: { page } } as never, terminal.account)
    const catalogue = readCatalogue()
    // All its papers may follow later: the room has no scanner.
    const theme = catalogue.themes.find(({ id }) => id === 'social-insurance')
    assert.ok(theme)
    test.taken.push(await takeIn(page, themeCase(catalogue, theme, new Date().toLocaleDateString('sv'))))
  } finally {
    await terminal.killSteered()
  }
}

async function committed({ hall }: PackageTest): Promise<string[]> {
  const { intakes } = intakeListSchema.parse(await askHub(hall, 'GET', '/intakes'))
  return intakes.filter(({ state }) => state === 'committed').map(({ receiptNumber }) => receiptNumber)
}

/** Lets the program as it is installed run in the kiosk's session until the hub has all that was taken in. */
async function deliverAll(test: PackageTest, version: string): Promise<void> {
  const { hall, terminal, taken } = test
  await hall.line.restore()
  await terminal.startSession()
  try {
    await expect.poll(() => committed(test), { timeout: 60_000 }).toEqual(expect.arrayContaining(taken))
    assert.equal((await committed(test)).length, taken.length, 'the hub has one twice')
    const starts = (await terminal.log()).filter(({ event }) => event === 'terminal.starting')
    assert.equal(starts.at(-1)?.version, version)
  } finally {
    await terminal.stopSession()
  }
}

/** Larger than the window is by itself. */
export const screenSize = '1920x1080'

interface Bill {
  components: { purl: string }[]
}

async function digest(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
}

/** From an empty Debian 12 to an empty one again. In order; each step needs those before it. */
export const packageSteps: readonly PackageStep[] = [
  {
    title: 'lintian, where it is installed, has neither errors nor warnings',
    async run({ older }) {
      const { error, status, stdout } = spawnSync('lintian', ['--fail-on', 'error,warning', older.deb], {
        encoding: 'utf8',
      })
      if (error === undefined) assert.equal(status, 0, stdout)
      else console.log('  (lintian is not installed)')
    },
  },
  {
    title: 'the same source, built anew by somebody with other habits, is the same package to the byte',
    async run({ older }) {
      await rm(projectPath('out', 'app'), { recursive: true, force: true })
      const umask = process.umask(0o077)
      const outDir = join(kept, 'again')
      try {
        await makePackage({ version: older.version, outDir, quick: true })
      } finally {
        process.umask(umask)
      }
      const [first, second] = [dirname(older.deb), outDir]
      for (const file of [
        'linux-unpacked/resources/app.asar',
        'sbom.cdx.json',
        'licences.txt',
        basename(older.deb),
      ]) {
        assert.equal(await digest(join(second, file)), await digest(join(first, file)), file)
      }
      await rm(outDir, { recursive: true, force: true })
    },
  },
  {
    title: 'the bill of materials names everything in the archive, once, and the licences are there to read',
    async run({ older }) {
      const bill = JSON.parse(await readFile(join(dirname(older.deb), 'sbom.cdx.json'), 'utf8')) as Bill
      const names = bill.components.map(({ purl }) => purl)
      assert.equal(new Set(names).size, names.length)
      const archive = join(dirname(older.deb), 'linux-unpacked/resources/app.asar')
      const manifests = await readArchive(archive, (path) =>
        /node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(path),
      )
      assert.ok(manifests.length > 20)
      for (const { bytes } of manifests) {
        const { name, version } = JSON.parse(bytes.toString('utf8')) as { name: string; version: string }
        assert.ok(names.includes(`pkg:npm/${name.replace('@', '%40')}@${version}`), name)
      }
      // Bundled by Vite, and the runtime: no manifest in the archive tells of them.
      for (const name of ['vue@', 'dexie@', '%40fontsource-variable/noto-sans-sc@', 'electron@']) {
        assert.ok(
          names.some((purl) => purl.startsWith(`pkg:npm/${name}`)),
          name,
        )
      }
      const texts = await readFile(join(dirname(older.deb), 'licences.txt'), 'utf8')
      assert.match(texts, /dexie [\d.]+ \(Apache-2\.0\)/)
      assert.match(texts, /SIL OPEN FONT LICENSE/)
    },
  },
  {
    title: 'apt installs the older version on a bare Debian 12, with nothing but what the package depends on',
    async run({ room, older }) {
      good(await room.install(older.deb))
      assert.equal(await modeOf(room.at('opt/yichuang/chrome-sandbox')), '4755')
      assert.equal(await modeOf(room.at('etc/yichuang')), '750')
      assert.equal(await modeOf(room.at('var/lib/yichuang')), '700')
    },
  },
  {
    title: 'every library that the program and its native modules ask for is there',
    async run({ room }) {
      const files = "-name '*.so*' -o -name '*.node' -o -name yichuang"
      const { output } = await room.run([
        'sh',
        '-c',
        `find /opt/yichuang -type f \\( ${files} \\) -exec ldd {} +`,
      ])
      assert.match(output, /libgtk-3\.so\.0 => \//)
      assert.deepEqual(
        output.split('\n').filter((line) => line.includes('not found')),
        [],
      )
    },
  },
  {
    title: 'the kiosk waits to be enabled, and no device is open to everybody',
    async run({ room }) {
      assert.ok(!existsSync(room.at('etc/systemd/system/display-manager.service')))
      assert.ok(!existsSync(room.at('etc/systemd/system/graphical.target.wants/yichuang-kiosk.service')))
      const rules = await readFile(room.at('lib/udev/rules.d/60-yichuang.rules'), 'utf8')
      assert.match(rules, /GROUP="yichuang", MODE="0660"/)
      assert.doesNotMatch(rules, /MODE="\d*[1-7]"/)
    },
  },
  {
    title: 'installed once more, it keeps what an administrator has set',
    async run({ room, older, terminal, hall }) {
      await terminal.configure(hall)
      await room.run(['chmod', '0755', '/etc/yichuang'])
      good(await room.install(older.deb, '--reinstall'))
      assert.equal(await modeOf(room.at('etc/yichuang')), '755')
      await room.run(['chmod', '0750', '/etc/yichuang'])
    },
  },
  {
    title: 'its session starts it as a user of its own within the sandbox, and again when it is killed',
    async run({ terminal, room }) {
      const { output } = await room.run(['id', '-u', 'yichuang'])
      await terminal.startSession()
      try {
        const pages = async () => (await terminal.running()).filter(({ type }) => type === 'renderer')
        const allOwn = async () => (await terminal.running()).every(({ owner }) => owner === Number(output))
        await expect.poll(async () => (await pages()).length, { timeout: 30_000 }).toBeGreaterThan(0)
        await expect.poll(async () => (await pages()).every(({ filtered }) => filtered)).toBe(true)
        assert.ok(await allOwn())
        const first = (await terminal.running()).map(({ pid }) => pid)
        await terminal.killProgram()
        const others = async () => (await pages()).filter(({ pid }) => !first.includes(pid)).length
        await expect.poll(others, { timeout: 30_000 }).toBeGreaterThan(0)
      } finally {
        await terminal.stopSession()
      }
    },
  },
  {
    title: 'as a kiosk it fills the screen, and its window is the one that its menu entry names',
    async run({ room, terminal }) {
      good(
        await room.run([
          'apt-get',
          'install',
          '-y',
          '--no-install-recommends',
          'matchbox-window-manager',
          'x11-utils',
        ]),
      )
      const entry = await readFile(room.at('usr/share/applications/yichuang.desktop'), 'utf8')
      const name = /^StartupWMClass=(.+)$/m.exec(entry)?.[1]
      assert.ok(name)
      await terminal.setMode('kiosk')
      await terminal.startSession()
      try {
        const filled = `("${name}" "${name}")  ${screenSize}+0+0`
        await expect.poll(() => terminal.windows(), { timeout: 30_000 }).toContain(filled)
      } finally {
        await terminal.stopSession()
        await terminal.setMode('window')
      }
    },
  },
  ...fuseSteps,
  {
    title: 'an intake is taken in without a network, and the power is cut after 已保存',
    run: takeInOffline,
  },
  {
    title: 'an upgrade is refused while the program runs, and changes nothing',
    async run({ room, terminal, newer, older }) {
      await terminal.startSession()
      try {
        await expect.poll(async () => (await terminal.running()).length).toBeGreaterThan(0)
        const { code, output } = await room.install(newer.deb)
        assert.notEqual(code, 0)
        assert.match(output, /一窗正在运行/)
        assert.match((await room.run(['dpkg-query', '-W', 'yichuang'])).output, new RegExp(older.version))
      } finally {
        await terminal.stopSession()
      }
    },
  },
  {
    title: 'the newer version is installed over it; the waiting intake is still there and is delivered once',
    async run(test) {
      const before = await test.terminal.packets()
      assert.equal(before.length, 1)
      good(await test.room.install(test.newer.deb))
      assert.deepEqual(await test.terminal.packets(), before)
      await deliverAll(test, test.newer.version)
    },
  },
  {
    title:
      'another intake waits; going back to the older version loses nothing, and it delivers that one too',
    async run(test) {
      await takeInOffline(test)
      good(await test.room.install(test.older.deb, '--allow-downgrades'))
      assert.equal((await test.terminal.packets()).length, 2)
      await deliverAll(test, test.older.version)
    },
  },
  {
    title: 'removed, with one more intake unsent, it leaves the data',
    async run(test) {
      await takeInOffline(test)
      good(await test.room.run(['apt-get', 'remove', '-y', 'yichuang']))
      assert.ok(!existsSync(test.room.at('opt/yichuang')))
      assert.equal((await test.terminal.packets()).length, 3)
    },
  },
  {
    title: 'purged with nobody there to ask, it keeps the data and says how many are unsent',
    async run({ room, terminal }) {
      const purged = await room.run(['apt-get', 'purge', '-y', 'yichuang'])
      good(purged)
      assert.match(purged.output, /is kept, with 1 intake/)
      assert.equal((await terminal.packets()).length, 3)
      assert.ok(existsSync(room.at('etc/yichuang/terminal.yaml')))
    },
  },
  {
    title: 'even an answer prepared beforehand does not delete what is unsent',
    async run({ room, newer, terminal }) {
      good(await room.install(newer.deb))
      const answers = ['yichuang/delete-data boolean true', 'yichuang/delete-unsent boolean true']
      const set = answers.map((answer) => `echo yichuang ${answer}`).join('; ')
      good(await room.run(['sh', '-c', `(${set}) | debconf-set-selections`]))
      good(await room.run(['apt-get', 'purge', '-y', 'yichuang']))
      assert.equal((await terminal.packets()).length, 3)
    },
  },
  {
    title: 'installed again, it goes on with the data and delivers what waited',
    async run(test) {
      good(await test.room.install(test.newer.deb))
      await deliverAll(test, test.newer.version)
    },
  },
  {
    title: 'with all delivered, a purge that was told so beforehand deletes the data',
    async run({ room, terminal }) {
      good(
        await room.run([
          'sh',
          '-c',
          'echo yichuang yichuang/delete-data boolean true | debconf-set-selections',
        ]),
      )
      good(await room.run(['apt-get', 'purge', '-y', 'yichuang']))
      assert.equal((await terminal.packets()).length, 0)
      assert.ok(!existsSync(room.at('var/lib/yichuang')))
    },
  },
]
