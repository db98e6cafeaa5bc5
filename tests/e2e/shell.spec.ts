import { atWindow } from '#tests/journey'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'

/** What a hostile page could try, tried from within our own. */
test.describe('the shell', () => {
  const at = atWindow('shell', { inspect: false })

  test.beforeAll(async () => {
    await at.terminal.start()
    await expect(at.terminal.page.getByTestId('sign-in-operator')).toBeVisible()
  })

  test('gives its page no Node, no Electron, and a bridge that cannot be changed', async () => {
    const seen = await at.terminal.page.evaluate(() => {
      const before = window.terminal.signIn
      try {
        ;(window.terminal as { signIn: unknown }).signIn = () => 'stolen'
      } catch {
        // A frozen object may throw; what counts is that nothing changed.
      }
      return {
        require: typeof (globalThis as Record<string, unknown>)['require'],
        process: typeof (globalThis as Record<string, unknown>)['process'],
        names: Object.keys(window.terminal),
        unchanged: window.terminal.signIn === before,
      }
    })
    expect(seen).toMatchObject({ require: 'undefined', process: 'undefined', unchanged: true })
    expect(seen.names).not.toContain('invoke')
    expect(seen.names).not.toContain('send')
  })

  test('does not open windows or reach another host', async () => {
    const { page } = at.terminal
    const outcome = await page.evaluate(async () => {
      const opened = window.open('https://example.invalid/')
      const fetched = await fetch('https://example.invalid/').then(
        () => 'answered',
        () => 'refused',
      )
      const file = await fetch('file:///etc/hostname').then(
        () => 'answered',
        () => 'refused',
      )
      const climbed = await fetch('app://terminal/../../package.json').then(
        (response) => response.status,
        () => 0,
      )
      return { opened: opened === null, fetched, file, climbed }
    })
    expect(outcome).toEqual({ opened: true, fetched: 'refused', file: 'refused', climbed: 404 })
  })

  test('runs no script that is not its own', async () => {
    const ran = await at.terminal.page.evaluate(async () => {
      const script = document.createElement('script')
      script.textContent = 'window.planted = true'
      document.head.append(script)
      // Later, from the page's own loop: what the debugger calls is let off the policy.
      const evaluated = await new Promise<boolean>((resolve) => {
        setTimeout(() => {
          try {
            resolve(new Function('return true')() as boolean)
          } catch {
            resolve(false)
          }
        })
      })
      return { planted: 'planted' in window, evaluated }
    })
    expect(ran).toEqual({ planted: false, evaluated: false })
  })

  test('refuses arguments of another shape in words, and goes on working', async () => {
    const answers = await at.terminal.page.evaluate(async () => {
      const bridge = window.terminal as unknown as Record<
        string,
        (input: unknown) => Promise<{ ok: boolean; error?: { code: string; message: string } }>
      >
      const garbage: unknown[] = [
        null,
        42,
        'x',
        [],
        {},
        { intakeId: '../../etc/passwd' },
        { path: 'https://example.invalid' },
      ]
      const given: string[] = []
      for (const [name, call] of Object.entries(bridge)) {
        if (name.startsWith('on')) continue
        for (const input of garbage) {
          const answer = await call(input)
          given.push(
            answer.ok ? `${name} ok` : `${name} ${answer.error?.code ?? ''} ${answer.error?.message ?? ''}`,
          )
        }
      }
      return given
    })
    expect(answers.filter((answer) => answer.endsWith(' ok'))).toEqual([])
    for (const answer of answers) expect(answer).not.toContain(at.hall.dir)
    expect((await at.terminal.page.evaluate(() => window.terminal.terminalInfo())).ok).toBe(true)
  })

  test('writes no packet, gives no number and asks no device while nobody is signed in', async () => {
    const codes = await at.terminal.page.evaluate(async () => {
      const intakeId = crypto.randomUUID()
      const requestId = crypto.randomUUID()
      const target = { kind: 'receipt-printer' } as const
      const answers = [
        await window.terminal.reserveNumber({ intakeId }),
        await window.terminal.writePacket({ intakeId, headerBytes: new Uint8Array(1), parts: [] }),
        await window.terminal.discardPacket({ intakeId }),
        await window.terminal.deviceInvoke({ requestId, operation: 'receipt:status', target, input: {} }),
      ]
      return answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))
    })
    expect(new Set(codes)).toEqual(new Set(['session.signed-out']))
  })

  test('stays where it is when something in the page wants to go elsewhere', async () => {
    const places = await at.terminal.page.evaluate(async () => {
      location.href = 'https://example.invalid/'
      const link = document.createElement('a')
      link.href = 'file:///etc/hostname'
      document.body.append(link)
      link.click()
      // Two turns of the page's loop: a navigation that was let through would have ended this page.
      for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
      return { here: location.href, alive: document.querySelector('[data-testid=sign-in-operator]') !== null }
    })
    expect(places.here).toMatch(/^app:\/\/terminal\//)
    expect(places.alive).toBe(true)
  })

  test('keeps a log without personal data or paths', async () => {
    const read = (): Promise<string> => readFile(join(at.hall.profileDir, 'logs', 'terminal.log'), 'utf8')
    await expect.poll(read).toContain('lockdown.')
    const log = await read()
    expect(log).not.toContain(at.hall.dir)
    for (const line of log.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow()
  })
})
