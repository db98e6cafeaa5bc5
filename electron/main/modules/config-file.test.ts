import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { firstThemesOf } from '#shell/contract'
import { ConfigError, loadConfig } from './config-file.ts'

const operators = `operators:
  - { id: "1001", name: 演示员, role: clerk, passwordHash: "$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA" }
`
const terminal = `schema: 1
mode: window
site: { code: "430102", name: 示范大厅, place: 3号综合窗口 }
terminal: { id: T01 }
hub:
  url: http://127.0.0.1:8080
  encryptionKey: { keyId: h1, publicKey: { kty: EC, crv: P-256, x: abc, y: def } }
`

describe('terminal.yaml', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'config-'))
    await writeFile(join(folder, 'operators.yaml'), operators)
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  async function problemsOf(text: string): Promise<readonly string[]> {
    await writeFile(join(folder, 'terminal.yaml'), text)
    const failure = await loadConfig(join(folder, 'terminal.yaml')).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ConfigError)
    return (failure as ConfigError).problems
  }

  it('loads with its operators and sensible defaults', async () => {
    await writeFile(join(folder, 'terminal.yaml'), terminal)
    const config = await loadConfig(join(folder, 'terminal.yaml'))
    expect(config.terminal.hub.pollSeconds).toBe(30)
    expect(config.terminal.keys.custody).toBe('system')
    expect(config.operators.operators[0]?.id).toBe('1001')
  })

  it('names the entry and the remedy for a wrong mode and a short site code', async () => {
    const problems = await problemsOf(terminal.replace('window', 'windows').replace('"430102"', '"4301"'))
    expect(problems).toContain('mode：mode 只能是 window、kiosk 或 station')
    expect(problems).toContain('site.code：站点代码是 6 位行政区划代码')
  })

  it('puts the themes of its place first, or those that it names', async () => {
    const firstOf = async (text: string): Promise<readonly string[]> => {
      await writeFile(join(folder, 'terminal.yaml'), `${terminal}${text}`)
      return firstThemesOf((await loadConfig(join(folder, 'terminal.yaml'))).terminal)
    }
    expect(await firstOf('')).toEqual([])
    expect((await firstOf('profile: funeral-home'))[0]).toBe('after-death')
    expect(await firstOf('profile: maternity-ward\nfirstThemes: [medical-care]')).toEqual(['medical-care'])
    expect((await problemsOf(`${terminal}profile: hospital`))[0]).toContain('profile：profile 只能是 hall')
  })

  it('names the line of a YAML mistake', async () => {
    expect((await problemsOf('schema: 1\nsite: {code: "1"\n'))[0]).toMatch(/第 \d+ 行/)
  })

  it('says when a file is missing', async () => {
    await rm(join(folder, 'operators.yaml'))
    expect((await problemsOf(terminal))[0]).toContain('读不到这个文件')
  })
})
