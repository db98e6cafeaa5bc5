import { execFileSync } from 'node:child_process'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Large enough that a terminal takes in intakes, and holes cost nothing. */
const imageBytes = 1_400 * 1024 * 1024

const slackBytes = 4 * 1024 * 1024
const block = Buffer.alloc(4_096, 0x79)

const run = (command: string, ...args: string[]): void => {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Why this machine cannot have a disk of its own for the terminal; null when it can. */
export function whyNoBlockDisk(): string | null {
  answer ??= { reason: tryOut() }
  return answer.reason
}

let answer: { reason: string | null } | null = null

function tryOut(): string | null {
  if (process.platform !== 'linux') return 'loop devices exist on Linux only'
  if (process.getuid?.() !== 0) return 'mounting a loop device needs root'
  // Containers show loop devices that they may not mount: only trying tells.
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-disk-'))
  const image = join(folder, 'image')
  try {
    closeSync(openSync(image, 'w'))
    truncateSync(image, 4 * 1024 * 1024)
    run('mkfs.ext4', '-q', '-F', image)
    mkdirSync(join(folder, 'mount'))
    run('mount', '-o', 'loop', image, join(folder, 'mount'))
    run('umount', join(folder, 'mount'))
    return null
  } catch {
    return 'this machine does not mount a loop device'
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A disk of the terminal's own: a file with ext4 in it, mounted. It can be filled, and its power can be cut. */
export class BlockDisk {
  readonly #image: string
  readonly #mount: string

  private constructor(folder: string) {
    this.#image = join(folder, 'disk.img')
    this.#mount = join(folder, 'disk')
  }

  static make(folder: string): BlockDisk {
    const disk = new BlockDisk(folder)
    mkdirSync(disk.#mount, { recursive: true })
    closeSync(openSync(disk.#image, 'w'))
    truncateSync(disk.#image, imageBytes)
    run('mkfs.ext4', '-q', '-F', '-m', '0', disk.#image)
    disk.#attach()
    return disk
  }

  get path(): string {
    return this.#mount
  }

  /** Another program takes all room but so much. */
  fill(leaveBytes: number): void {
    const room = (): number => {
      const { bavail, bsize } = statfsSync(this.#mount)
      return bavail * bsize - leaveBytes
    }
    // The file system needs some of the last room for its own records of the file: it is taken bit by bit.
    const coarse = room() - slackBytes
    if (coarse > 0) run('fallocate', '-l', String(coarse), this.#filler)
    const file = openSync(this.#filler, 'a')
    try {
      while (room() >= block.length) writeSync(file, block)
      fsyncSync(file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    } finally {
      closeSync(file)
    }
  }

  /** The other program has gone. */
  free(): void {
    rmSync(this.#filler, { force: true })
  }

  /**
   * The power goes at this moment: what the system had not yet given to the disk is gone. Whoever writes must be
   * stopped before, and be dead after.
   * @param kill ends all that has files open on the disk
   */
  async losePower(kill: () => Promise<void>): Promise<void> {
    const copy = `${this.#image}.cut`
    // Without a sync: what the mounted file system still holds in memory is not in the image.
    run('cp', '--sparse=always', this.#image, copy)
    await kill()
    this.detach()
    renameSync(copy, this.#image)
    this.#attach()
  }

  #attach(): void {
    run('mount', '-o', 'loop', this.#image, this.#mount)
  }

  detach(): void {
    // Lazily as a last resort: a process that is only just dying may hold a file for a moment.
    for (let attempt = 0; attempt < 20; attempt++) {
      try {
        run('umount', this.#mount)
        return
      } catch {
        run('sleep', '0.1')
      }
    }
    run('umount', '--lazy', this.#mount)
  }

  get #filler(): string {
    return join(this.#mount, 'filler')
  }
}
