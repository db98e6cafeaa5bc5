import { spawn } from 'node:child_process'
import { chmod, copyFile, mkdir, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hall } from '#build/hall'
import { type Child, startChild } from '#build/process'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { hubInfoSchema } from '#sync/api'
import { parse, stringify } from 'yaml'
import { type BareTerminal, writeBareTerminal } from '../support/bare-terminal.ts'
import { type DebianRoom, kept } from './debian-room.ts'

const user = 'yichuang'
const program = '/opt/yichuang/yichuang'
/** The same program with one fuse back in, so that a test can steer its pages. Gone before a package is touched. */
const twin = '/opt/yichuang/electron'
const configPath = '/etc/yichuang/terminal.yaml'
const profile = '/var/lib/yichuang/profile'

/** The installed terminal in its room, run as the package's own user, within Chromium's sandbox. */
export class RoomTerminal {
  readonly #room: DebianRoom
  readonly #display: string
  #account: BareTerminal['account'] = { id: '', password: '' }
  #steered: ElectronApplication | null = null
  #session: Child | null = null

  /** @param display where its window opens */
  constructor(room: DebianRoom, display: string) {
    this.#room = room
    this.#display = display
  }

  get account(): BareTerminal['account'] {
    return this.#account
  }

  /** Writes the configuration where README.Debian says, with its owner and mode. */
  async configure(hall: Hall): Promise<void> {
    const { encryptionKey } = hubInfoSchema.parse(await (await fetch(`${hall.hubUrl}/hub`)).json())
    const bare = await writeBareTerminal(this.#room.at('etc/yichuang'), { url: hall.line.url, encryptionKey })
    this.#account = bare.account
    const path = this.#room.at(configPath)
    const config = parse(await readFile(path, 'utf8')) as Record<string, unknown>
    const keys = { custody: 'file', file: '/var/lib/yichuang/station.key' }
    await writeFile(path, stringify({ ...config, keys }))
    const files = [configPath, '/etc/yichuang/operators.yaml']
    await this.#room.run(['chown', `root:${user}`, ...files])
    await this.#room.run(['chmod', '0640', ...files])
  }

  /** Starts the twin and answers its page. */
  async steer(): Promise<Page> {
    const path = this.#room.at(twin)
    await copyFile(this.#room.at(program), path)
    await flipFuses(path, { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: true })
    await chmod(path, 0o755)
    const started = this.#room.argumentsFor([twin, ...this.#switches()], user)
    const starter = join(kept, 'steer.sh')
    await writeFile(starter, `#!/bin/sh\nexec chroot ${started.join(' ')} "$@"\n`, { mode: 0o755 })
    const options = { executablePath: starter, env: this.#environment(), chromiumSandbox: true }
    this.#steered = await _electron.launch(options)
    const page = await this.#steered.firstWindow()
    page.setDefaultTimeout(30_000)
    return page
  }

  /** Ends the twin like a cut of the power, and takes it away. */
  async killSteered(): Promise<void> {
    const child = this.#steered?.process()
    const ended = new Promise((resolve) => child?.once('exit', resolve))
    child?.kill('SIGKILL')
    await ended
    this.#steered = null
    await this.#untilNobodyRuns()
    await rm(this.#room.at(twin), { force: true })
  }

  /** Starts the session of a self-service terminal with the program as it is installed. */
  async startSession(): Promise<void> {
    await mkdir(join(kept, 'logs'), { recursive: true })
    this.#session = await startChild({
      name: 'kiosk session',
      command: 'chroot',
      args: this.#room.argumentsFor(['/usr/lib/yichuang/kiosk-session'], user),
      env: this.#environment(),
      logFile: join(kept, 'logs', 'session.log'),
    })
  }

  async stopSession(): Promise<void> {
    await this.#session?.stop()
    this.#session = null
    await this.#untilNobodyRuns()
  }

  /** Kills the program and leaves the session that keeps it. */
  async killProgram(): Promise<void> {
    for (const { pid } of await this.running()) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It has ended with the one before.
      }
    }
  }

  /**
   * Runs a file of the program until what it writes, or what it has done, is enough; answers whether it ever was. It has eight
   * seconds: one that does not do it by then, with its window open, does not do it.
   */
  async runWhile(
    command: readonly string[],
    extra: Readonly<Record<string, string>>,
    isEnough: (output: string) => boolean,
  ): Promise<boolean> {
    const child = spawn('chroot', this.#room.argumentsFor(command, user), {
      env: { ...this.#environment(), ...extra },
    })
    let output = ''
    let hasEnded = false
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (output += String(piece)))
    child.once('close', () => (hasEnded = true))
    const deadline = Date.now() + 8_000
    while (!isEnough(output) && !hasEnded && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const was = isEnough(output)
    child.kill('SIGKILL')
    await this.killProgram()
    await this.#untilNobodyRuns()
    return was
  }

  /** What runs of the program in the room: its processes, and whether the kernel filters what they ask of it. */
  async running(): Promise<{ pid: number; type: string; filtered: boolean; owner: number }[]> {
    const found = []
    for (const name of await readdir('/proc')) {
      if (!/^\d+$/.test(name)) continue
      const path = await readlink(`/proc/${name}/exe`).catch(() => '')
      if (!path.startsWith(`${this.#room.root}/opt/yichuang/`)) continue
      const line = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')
      const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '')
      found.push({
        pid: Number(name),
        type: /--type=([a-z-]+)/.exec(line)?.[1] ?? 'main',
        filtered: /^Seccomp:\s+2/m.test(status),
        owner: Number(/^Uid:\s+(\d+)/m.exec(status)?.[1] ?? 0),
      })
    }
    return found
  }

  /** The lines of its log, oldest first. */
  async log(): Promise<{ event: string; version?: string }[]> {
    const text = await readFile(this.#room.at(`${profile}/logs/terminal.log`), 'utf8').catch(() => '')
    const lines = text.split('\n').filter((line) => line !== '')
    return lines.map((line) => JSON.parse(line) as { event: string; version?: string })
  }

  /** Names of the sealed packets on its disk. */
  async packets(): Promise<string[]> {
    const names = await readdir(this.#room.at(`${profile}/packets`)).catch(() => [])
    return names.filter((name) => name.endsWith('.ycpk')).sort()
  }

  /** Changes the mode that stands in its configuration. */
  async setMode(mode: 'window' | 'kiosk'): Promise<void> {
    const path = this.#room.at(configPath)
    const config = parse(await readFile(path, 'utf8')) as Record<string, unknown>
    await writeFile(path, stringify({ ...config, mode }))
  }

  /** The windows on its screen, one a line with class and size, as the room's own xwininfo tells them. */
  async windows(): Promise<string> {
    return (await this.#room.run(['xwininfo', '-display', this.#display, '-root', '-tree'])).output
  }

  #switches(): string[] {
    return [`--config=${configPath}`, `--user-data-dir=${profile}`]
  }

  #environment(): Record<string, string> {
    const path = '/usr/sbin:/usr/bin:/sbin:/bin'
    return { HOME: '/var/lib/yichuang', PATH: path, LANG: 'C.UTF-8', DISPLAY: this.#display, CI: '1' }
  }

  async #untilNobodyRuns(): Promise<void> {
    const deadline = Date.now() + 15_000
    while ((await this.running()).length > 0) {
      if (Date.now() > deadline) throw new Error('a process of the terminal does not end')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
