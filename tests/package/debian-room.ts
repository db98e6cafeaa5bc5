import { execFile } from 'node:child_process'
import { chmod, copyFile, cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { projectPath } from '../../build/project.ts'

const run = promisify(execFile)
const suite = 'bookworm'
/** What stays from one run to the next: apt's lists and packages, and the bare system. */
export const kept = projectPath('out', 'test', 'package')
const bare = join(kept, suite)

/** What a program in the room ended with. */
export interface Ended {
  readonly code: number
  readonly output: string
}

/** Why no room can be made here; null where one can. */
export async function roomTrouble(): Promise<string | null> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a chroot needs root on Linux'
  if (existsSync(bare)) return null
  const found = await run('which', ['debootstrap']).catch(() => null)
  return found === null ? 'debootstrap is not installed' : null
}

/** The first address that apt fetches from on this machine. */
async function mirror(): Promise<string> {
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)']).catch(() => ({
    stdout: '',
  }))
  return stdout.split('\n').find((line) => line !== '') ?? 'http://deb.debian.org/debian'
}

async function makeBare(): Promise<void> {
  if (existsSync(bare)) return
  const half = `${bare}.half`
  await rm(half, { recursive: true, force: true })
  await mkdir(kept, { recursive: true })
  await run('debootstrap', ['--variant=minbase', '--include=ca-certificates', suite, half, await mirror()])
  await rename(half, bare)
}

/**
 * A Debian 12 of its own on this machine: a bare system below a chroot, written over in a layer that is thrown away. Nothing that
 * is installed in it reaches the machine.
 */
export class DebianRoom {
  readonly root: string
  readonly #dir: string
  readonly #mounts: string[] = []

  private constructor(dir: string) {
    this.#dir = dir
    this.root = join(dir, 'root')
  }

  /** @throws when the system cannot be fetched or mounted; nothing stays mounted then */
  static async open(name: string): Promise<DebianRoom> {
    await makeBare()
    const room = new DebianRoom(join(kept, name))
    try {
      await room.#mountAll()
    } catch (error) {
      await room.close()
      throw error
    }
    return room
  }

  async #mountAll(): Promise<void> {
    const layer = (part: string): string => join(this.#dir, part)
    await rm(this.#dir, { recursive: true, force: true })
    for (const part of ['written', 'work', 'root']) await mkdir(layer(part), { recursive: true })
    const layers = `lowerdir=${bare},upperdir=${layer('written')},workdir=${layer('work')}`
    await this.#mount(['-t', 'overlay', 'overlay', '-o', layers], '')
    await this.#mount(['-t', 'proc', 'proc'], 'proc')
    await this.#mount(['-t', 'devpts', '-o', 'newinstance,ptmxmode=0666', 'devpts'], 'dev/pts')
    await this.#mount(['-t', 'tmpfs', '-o', 'mode=1777', 'tmpfs'], 'dev/shm')
    await this.#mount(['-t', 'tmpfs', '-o', 'mode=755', 'tmpfs'], 'run')
    for (const part of ['archives', 'lists']) await mkdir(join(kept, part, 'partial'), { recursive: true })
    await this.#mount(['--bind', join(kept, 'archives')], 'var/cache/apt/archives')
    await this.#mount(['--bind', join(kept, 'lists')], 'var/lib/apt/lists')
    await copyFile('/etc/resolv.conf', this.at('etc/resolv.conf')).catch(() => undefined)
    await cp('/etc/apt/apt.conf.d', this.at('etc/apt/apt.conf.d'), {
      recursive: true,
      filter: (path) => !basename(path).includes('docker'),
    }).catch(() => undefined)
    await writeFile(
      this.at('etc/apt/apt.conf.d/zz-keep'),
      'Binary::apt::APT::Keep-Downloaded-Packages "true";\n',
    )
    // Nothing of the room is started as a service of this machine.
    await writeFile(this.at('usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n')
    await chmod(this.at('usr/sbin/policy-rc.d'), 0o755)
  }

  async #mount(what: readonly string[], place: string): Promise<void> {
    const path = this.at(place)
    await mkdir(path, { recursive: true })
    await run('mount', [...what, path])
    this.#mounts.unshift(path)
  }

  /** A place of the room as this machine sees it. */
  at(place: string): string {
    return join(this.root, place)
  }

  /** Arguments of chroot that run a program in the room, as root or as somebody else. */
  argumentsFor(command: readonly string[], user?: string): string[] {
    return [
      ...(user === undefined ? [] : [`--userspec=${user}:${user}`, `--groups=${user}`]),
      this.root,
      ...command,
    ]
  }

  /** Runs a program in the room to its end. */
  async run(command: readonly string[], user?: string): Promise<Ended> {
    const env = {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      LANG: 'C.UTF-8',
      DEBIAN_FRONTEND: 'noninteractive',
    }
    const options = { env, maxBuffer: 64 * 1_048_576, timeout: 600_000 }
    try {
      const { stdout, stderr } = await run('chroot', this.argumentsFor(command, user), options)
      return { code: 0, output: stdout + stderr }
    } catch (error) {
      const { code, stdout = '', stderr = '' } = error as { code?: number; stdout?: string; stderr?: string }
      return { code: typeof code === 'number' ? code : -1, output: stdout + stderr }
    }
  }

  /** Brings a package into the room and installs it with apt, with what it depends on and nothing else. */
  async install(deb: string, ...options: readonly string[]): Promise<Ended> {
    await copyFile(deb, this.at(`tmp/${basename(deb)}`))
    if (this.#isFirst) {
      this.#isFirst = false
      const updated = await this.run(['apt-get', 'update', '-qq'])
      if (updated.code !== 0) return updated
    }
    return this.run([
      'apt-get',
      'install',
      '-y',
      '--no-install-recommends',
      ...options,
      `/tmp/${basename(deb)}`,
    ])
  }
  #isFirst = true

  async close(): Promise<void> {
    for (const path of this.#mounts.splice(0)) {
      await run('umount', [path]).catch(() => run('umount', ['-l', path]).catch(() => undefined))
    }
    await rm(this.#dir, { recursive: true, force: true }).catch(() => undefined)
  }
}
