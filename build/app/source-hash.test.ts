import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sourceHash } from './source-hash.ts'

describe('whether the app is built again', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'yichuang-source-'))
    mkdirSync(join(root, 'area', 'deep'), { recursive: true })
    write('one.ts', '1')
    write('deep/two.ts', '2')
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  const write = (name: string, text: string) => writeFileSync(join(root, 'area', name), text)
  const hash = () => sourceHash(root, ['area', 'not-there'])

  it('does not hang on the age of files, or on tests', async () => {
    const before = await hash()
    utimesSync(join(root, 'area', 'one.ts'), 0, 0)
    write('one.test.ts', 'expect')
    expect(await hash()).toBe(before)
  })

  it('hangs on their contents, names and number', async () => {
    const seen = [await hash()]
    write('deep/two.ts', '3')
    seen.push(await hash())
    write('three.ts', '')
    seen.push(await hash())
    rmSync(join(root, 'area', 'one.ts'))
    seen.push(await hash())
    write('ones.ts', '1')
    seen.push(await hash())
    expect(new Set(seen).size).toBe(seen.length)
  })
})
