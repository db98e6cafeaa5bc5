import { createSocket } from 'node:dgram'
import { readdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { launchTerminal } from '#build/start'
import { resolveElectron } from '#build/runtime'
import { atWindow, becomeKiosk, beginVisit } from '#tests/journey'
import { expect, test } from '@playwright/test'
import {
  askForPermissions,
  craftedCodes,
  downloadFiles,
  foreignAddresses,
  type KeyModifier,
  openSystemWindows,
  openWindows,
  pressKey,
  runAsClicked,
} from './breakout-attempts.ts'

const signedOut = { ok: false, error: { code: 'session.signed-out' } }
const askForNumber = (): Promise<unknown> => window.terminal.reserveNumber({ intakeId: crypto.randomUUID() })

/** What somebody who stands alone before a kiosk could try, and what a script in its page could try for them. */
test.describe.serial('a kiosk', () => {
  const at = atWindow('breakout', { inspect: false })

  const press = (keyCode: string, modifiers: KeyModifier[] = []): Promise<void> =>
    pressKey(at.terminal.app, keyCode, modifiers)
  const asClicked = (expression: string): Promise<unknown> => runAsClicked(at.terminal.page, expression)
  const windowCount = (): Promise<number> =>
    at.terminal.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)

  /** The same document as at the beginning, in the same single window. */
  async function expectHeld(): Promise<void> {
    expect(await at.terminal.page.evaluate(() => (window as { isFirst?: boolean }).isFirst)).toBe(true)
    expect(at.terminal.page.url()).toMatch(/^app:\/\/terminal\/index\.html/)
    expect(await windowCount()).toBe(1)
  }

  test.beforeAll(async () => {
    becomeKiosk(at.hall)
    await at.terminal.start()
    await beginVisit(at)
    await at.terminal.page.evaluate(() => ((window as { isFirst?: boolean }).isFirst = true))
  })

  test.afterEach(async () => {
    if (!at.terminal.page.isClosed()) await expectHeld()
  })

  test('fills the screen, has no developer tools, and is not closed from the front', async () => {
    await press('F4', ['alt'])
    const shown = await at.terminal.app.evaluate(({ BrowserWindow }) => {
      const [first] = BrowserWindow.getAllWindows()
      first?.close()
      first?.webContents.openDevTools()
      return { isKiosk: first?.isKiosk(), tools: first?.webContents.isDevToolsOpened() }
    })
    expect(shown).toEqual({ isKiosk: true, tools: false })
  })

  test('has none of a browser’s shortcuts', async () => {
    await at.terminal.page.evaluate(() => {
      const heard: string[] = []
      Object.assign(window, { heard })
      window.addEventListener('beforeprint', () => heard.push('print'))
    })
    const plain = ['F5', 'F11', 'F12', 'BrowserBack', 'BrowserHome', 'BrowserRefresh']
    for (const key of plain) await press(key)
    for (const key of 'RPSUWONTJHQLDFG0-='.split('')) await press(key, ['control'])
    for (const key of 'IJCRBNMT'.split('')) await press(key, ['control', 'shift'])
    for (const key of ['Left', 'Right', 'Home', 'F4', 'Space']) await press(key, ['alt'])
    const seen = await at.terminal.app.evaluate(({ BrowserWindow, Menu }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      const tools = contents?.isDevToolsOpened()
      return { zoom: contents?.getZoomFactor(), tools, menu: Menu.getApplicationMenu() }
    })
    expect(seen).toEqual({ zoom: 1, tools: false, menu: null })
    expect(await at.terminal.page.evaluate(() => (window as { heard?: string[] }).heard)).toEqual([])
  })

  test('takes a code for what it is: words', async () => {
    const { page } = at.terminal
    await expect(page.getByTestId('kiosk-theme-birth')).toBeVisible()
    for (const text of craftedCodes) {
      await at.hall.codeScanner.send('scan', { text })
      await page.waitForTimeout(60)
      await page.keyboard.press('Escape')
    }
    const seen = await page.evaluate(() => ({
      planted: 'planted' in window,
      polluted: 'polluted' in {} || ({} as Record<string, unknown>)['1'] !== undefined,
      pictures: document.querySelectorAll('img[src="x"]').length,
    }))
    expect(seen).toEqual({ planted: false, polluted: false, pictures: 0 })
    expect(page.url()).not.toContain('#/devices')
  })

  test('bears words and bodies that are far too long', async () => {
    const { page } = at.terminal
    await page.getByTestId('kiosk-theme-birth').click()
    await expect(page.getByTestId('guide-notice')).toBeVisible()
    for (const key of ['1', '1']) await page.keyboard.press(key)
    await expect(page.getByTestId('guide-next')).toBeFocused()
    await page.getByTestId('guide-next').click()
    await page.locator('[data-field="newborn.name"] input').focus()
    await page.keyboard.insertText('身'.repeat(20_000))
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    const codes = await page.evaluate(async () => {
      const body = new Uint8Array(64 * 1024 * 1024 + 1)
      const long = '9'.repeat(5_000_000)
      const { terminal } = window
      const request = { requestId: crypto.randomUUID(), method: 'POST', path: '/intakes', body } as const
      const answers = [
        await terminal.hubSend(request),
        await terminal.hubSend({ ...request, body: null, path: `/${long}` }),
        await terminal.signIn({ operatorId: long, password: long }),
        await terminal.readPacket({ intakeId: long }),
        await terminal.writePacket({
          intakeId: crypto.randomUUID(),
          headerBytes: new Uint8Array(1024 * 1024),
          parts: Array.from({ length: 10_000 }, () => ({ id: 'x', bytes: new Uint8Array(1) })),
        }),
      ]
      return answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))
    })
    expect(new Set(codes)).toEqual(new Set(['shell.bad-arguments']))
  })

  test('opens no window, whoever asks for one', async () => {
    const opened = await asClicked(openWindows)
    expect(opened).toBe(0)
  })

  test('goes nowhere: no file, no data, no script, no page of the browser’s own', async () => {
    for (const address of foreignAddresses) {
      const loaded = await at.terminal.page.evaluate(async (given) => {
        const here = new Blob(['<title>out</title>'], { type: 'text/html' })
        const target = given === 'blob:' ? URL.createObjectURL(here) : given
        const turn = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 30))
        try {
          location.href = target
        } catch {
          // Some are refused at once; what counts is where we are afterwards.
        }
        await turn()
        const frame = Object.assign(document.createElement('iframe'), { src: target })
        document.body.append(frame)
        await turn()
        // A document of another origin is hidden from us, an empty one of ours is not: only that may be there.
        const framed = frame.contentDocument?.body?.childNodes.length
        frame.remove()
        return { title: document.title, framed }
      }, address)
      expect(loaded.title, address).toMatch(/一窗$/)
      expect(loaded.framed ?? 0, address).toBe(0)
      await expectHeld()
    }
  })

  test('shows none of the system’s own windows: print, alert, choosers', async () => {
    const { page } = at.terminal
    const choosers: string[] = []
    page.on('filechooser', () => choosers.push('opened'))
    let dialogs = 0
    page.on('dialog', (dialog) => {
      dialogs += 1
      void dialog.dismiss()
    })
    const asked = await asClicked(openSystemWindows)
    expect(asked).toEqual({ printed: 0, confirmed: false, given: null, pickers: [] })
    expect(choosers).toEqual([])
    expect(dialogs).toBe(0)
  })

  test('takes no file that is dropped on it', async () => {
    const inside = await at.terminal.page.context().newCDPSession(at.terminal.page)
    const data = { items: [], files: ['/etc/hostname', at.hall.configPath], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await inside.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data })
    const link = { mimeType: 'text/uri-list', data: 'file:///etc/hostname' }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await inside.send('Input.dispatchDragEvent', {
        type,
        x: 600,
        y: 400,
        data: { items: [link], dragOperationsMask: 1 },
      })
    await inside.detach()
  })

  test('saves nothing that a page would download', async () => {
    const folder = await at.terminal.app.evaluate(({ app }) => app.getPath('downloads'))
    const list = (): string[] => {
      try {
        return readdirSync(folder)
      } catch {
        return []
      }
    }
    const before = list()
    await at.terminal.app.evaluate(({ session }) => {
      const saved: string[] = []
      Object.assign(globalThis, { saved })
      session.defaultSession.on('will-download', (event, item) => {
        if (!event.defaultPrevented) saved.push(item.getFilename())
      })
    })
    await asClicked(downloadFiles)
    expect(await at.terminal.app.evaluate(() => (globalThis as { saved?: string[] }).saved)).toEqual([])
    expect(list()).toEqual(before)
  })

  test('is not led by links and files that the system hands it', async () => {
    const owned = await at.terminal.app.evaluate(({ app }) => {
      app.emit('open-url', { preventDefault: () => undefined }, 'yichuang://open?url=file:///etc')
      app.emit('open-file', { preventDefault: () => undefined }, '/etc/hostname')
      return ['app', 'yichuang', 'http'].filter((scheme) => app.isDefaultProtocolClient(scheme))
    })
    expect(owned).toEqual([])
    const switches = ['yichuang://open?url=file:///etc', 'file:///etc/hostname', 'app://terminal/paper.html']
    const second = await launchTerminal({
      electron: await resolveElectron(),
      hall: at.hall,
      switches: [...switches, '--config=/etc/hostname'],
      logFile: `${at.hall.dir}/second.log`,
    })
    expect((await second.exited).code).toBe(0)
  })

  test('asks for no permission that it gets, and greets nobody', async () => {
    const socket = createSocket('udp4')
    let greetings = 0
    socket.on('message', () => (greetings += 1))
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
    const { port } = socket.address() as AddressInfo
    const given = await asClicked(askForPermissions(port))
    const found = await at.terminal.app.evaluate(({ session }) =>
      session.defaultSession.resolveHost('localhost').then(
        () => 'found',
        () => 'not found',
      ),
    )
    socket.close()
    expect({ given, greetings, found }).toEqual({ given: [], greetings: 0, found: 'not found' })
  })

  test('has nobody signed in when its page was loaded again, and comes back from an empty one', async () => {
    const { page } = at.terminal
    for (const leave of [() => location.reload(), () => void (location.href = 'about:blank')]) {
      await page.evaluate(leave).catch(() => undefined)
      await expect(page.getByTestId('kiosk-begin')).toBeVisible()
      expect(page.url()).toMatch(/^app:\/\/terminal\/index\.html/)
      expect(await page.evaluate(askForNumber)).toMatchObject(signedOut)
    }
    await page.evaluate(() => ((window as { isFirst?: boolean }).isFirst = true))
  })

  test('is opened again, with nobody signed in, when a script closes its window', async () => {
    const { app, page } = at.terminal
    const next = app.waitForEvent('window')
    await page.evaluate(() => window.close()).catch(() => undefined)
    const again = await next
    await expect(again.getByTestId('kiosk-begin')).toBeVisible()
    expect(await again.evaluate(askForNumber)).toMatchObject(signedOut)
    expect(await windowCount()).toBe(1)
  })
})
