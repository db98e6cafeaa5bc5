import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { finishWiping, markForWiping } from './wipe.ts'

describe('emptying a terminal', () => {
  let profile = ''
  beforeEach(async () => {
    profile = await mkdtemp(join(tmpdir(), 'wipe-'))
    for (const folder of ['keys', 'audit', 'packets', 'IndexedDB', 'Local Storage', 'logs']) {
      await mkdir(join(profile, folder))
      await writeFile(join(profile, folder, 'file'), 'x')
    }
    for (const file of ['terminal.yaml', 'staff.yaml', 'station.key', 'sequence.json', 'device-host.mark']) {
      await writeFile(join(profile, file), 'x')
    }
  })
  afterEach(() => rm(profile, { recursive: true, force: true }))

  it('does nothing unless it was said', async () => {
    const before = await readdir(profile)
    expect(await finishWiping(profile)).toBe(false)
    expect(await readdir(profile)).toEqual(before)
  })

  it('leaves who the terminal is, its numbers, its record and what stands beside its settings, and no intake', async () => {
    await markForWiping(profile)
    expect(await finishWiping(profile)).toBe(true)
    expect((await readdir(profile)).sort()).toEqual([
      'audit',
      'keys',
      'sequence.json',
      'staff.yaml',
      'station.key',
      'terminal.yaml',
    ])
    expect(await readdir(join(profile, 'keys'))).toEqual(['file'])
    expect(await finishWiping(profile)).toBe(false)
  })
})
