import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { yamlPlugin } from './yaml-plugin.ts'

describe('a YAML file that a bundle imports', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'yichuang-yaml-'))
    writeFileSync(join(root, 'entry.js'), "export { default } from './data.yaml'")
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  async function bundled(yaml: string): Promise<unknown> {
    writeFileSync(join(root, 'data.yaml'), yaml)
    await build({
      root,
      configFile: false,
      logLevel: 'silent',
      plugins: [yamlPlugin()],
      build: {
        lib: { entry: join(root, 'entry.js'), formats: ['es'], fileName: () => 'out.mjs' },
        outDir: 'dist',
      },
    })
    const module = (await import(join(root, 'dist', 'out.mjs'))) as { default: unknown }
    return module.default
  }

  it('is the parsed document, quotes and Chinese and all', async () => {
    expect(await bundled('name: 出生 "一件事"\nmatters: [a, \'b\']\nnone: null\ndays: 5\n')).toEqual({
      name: '出生 "一件事"',
      matters: ['a', 'b'],
      none: null,
      days: 5,
    })
  })

  it('stops the build with its name when it is broken', async () => {
    await expect(bundled('name: [unclosed')).rejects.toThrow(/data\.yaml/)
  })
})
