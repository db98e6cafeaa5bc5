import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolder, writeDurably } from './durable-file.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('a durable write', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'durable-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('leaves the whole file and no temporary one', async () => {
    await writeDurably(join(folder, 'a.bin'), [bytes('one '), bytes('two')])
    expect(await readFile(join(folder, 'a.bin'), 'utf8')).toBe('one two')
    expect(await readdir(folder)).toEqual(['a.bin'])
  })

  it('makes the folder and replaces an older file', async () => {
    await writeDurably(join(folder, 'deep', 'a.bin'), [bytes('old')])
    await writeDurably(join(folder, 'deep', 'a.bin'), [bytes('new')])
    expect(await readFile(join(folder, 'deep', 'a.bin'), 'utf8')).toBe('new')
  })

  it('keeps the old file and says so with a code when the disk is full', async () => {
    await writeFile(join(folder, 'a.bin'), 'old')
    const endless = {
      [Symbol.iterator]: () => ({
        next: () => {
          throw Object.assign(new Error('full'), { code: 'ENOSPC' })
        },
      }),
    }
    await expect(writeDurably(join(folder, 'a.bin'), endless as never)).rejects.toMatchObject({
      code: 'storage.disk-full',
      retryable: true,
    })
    expect(await readFile(join(folder, 'a.bin'), 'utf8')).toBe('old')
    expect(await readdir(folder)).toEqual(['a.bin'])
  })

  it('names no folder in its error', async () => {
    const blocked = join(folder, 'blocked')
    await writeFile(blocked, 'a file where a folder should be')
    await chmod(blocked, 0o400)
    const failure = await writeDurably(join(blocked, 'a.bin'), [bytes('x')]).catch((error: Error) => error)
    expect(failure).toMatchObject({ code: 'storage.write-failed' })
    expect((failure as Error).message).not.toContain(folder)
  })
})

/** A file system with room for two entries and no more; null where this machine does not mount one. */
function tinyDisk(folder: string): string | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'nr_inodes=2', 'tmpfs', folder], { stdio: 'ignore' })
    return folder
  } catch {
    return null
  }
}

describe('a folder', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'durable-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('is made with those above it, and found again', async () => {
    await makeFolder(join(folder, 'a', 'b', 'c'))
    await makeFolder(join(folder, 'a', 'b', 'c'))
    expect(await readdir(join(folder, 'a', 'b'))).toEqual(['c'])
  })

  it('says that the disk is full, and not that it is not there', async (test) => {
    const disk = tinyDisk(folder)
    if (disk === null) return test.skip('mounting needs root')
    try {
      await makeFolder(join(disk, 'a'))
      await expect(makeFolder(join(disk, 'b'))).rejects.toMatchObject({ code: 'ENOSPC' })
      await expect(writeDurably(join(disk, 'c', 'd'), [bytes('x')])).rejects.toMatchObject({
        code: 'storage.disk-full',
      })
    } finally {
      execFileSync('umount', [disk])
    }
  })
})
