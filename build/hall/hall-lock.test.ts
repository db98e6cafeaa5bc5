import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockHall } from './hall-lock.ts'

describe('the folder of a demonstration hall', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'yichuang-lock-'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  it('is refused while another running process holds it', () => {
    writeFileSync(join(dir, 'hall.lock'), String(process.ppid))
    expect(() => lockHall(dir)).toThrow(`is running already (process ${process.ppid})`)
  })

  it('is free again when it was given back', () => {
    lockHall(dir)()
    lockHall(dir)()
  })

  it.each(['999999999', '', 'half a nu'])('is taken over from a process that died (%j)', (left) => {
    writeFileSync(join(dir, 'hall.lock'), left)
    lockHall(dir)()
  })
})
