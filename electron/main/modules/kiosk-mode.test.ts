import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { looksLikeKiosk } from './kiosk-mode.ts'

describe('terminal.yaml, before it is understood', () => {
  let folder: string
  const kiosk = async (text: string): Promise<boolean> => {
    const path = join(folder, 'terminal.yaml')
    await writeFile(path, text)
    return looksLikeKiosk(path)
  }
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yichuang-mode-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each(['schema: 1\nmode: kiosk\n', "mode: 'kiosk' # 自助终端\r\n", 'mode: "kiosk"'])(
    'is a kiosk’s: %j',
    async (text) => {
      expect(await kiosk(text)).toBe(true)
    },
  )

  it.each(['mode: window\n', '# mode: kiosk\nmode: station', 'site:\n  mode: kiosk\n', 'mode: kiosks', ''])(
    'is not: %j',
    async (text) => {
      expect(await kiosk(text)).toBe(false)
    },
  )

  it('is not where there is none', async () => {
    expect(await looksLikeKiosk(join(folder, 'elsewhere.yaml'))).toBe(false)
  })
})
