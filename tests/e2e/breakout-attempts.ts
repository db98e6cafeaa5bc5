import type { ElectronApplication, Page } from '@playwright/test'

export type KeyModifier = 'control' | 'shift' | 'alt' | 'meta'

/** Presses a key where the system's own arrive, before the page sees it. */
export function pressKey(
  app: ElectronApplication,
  keyCode: string,
  modifiers: KeyModifier[] = [],
): Promise<void> {
  return app.evaluate(
    ({ BrowserWindow }, key) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      for (const type of ['keyDown', 'keyUp'] as const) contents?.sendInputEvent({ type, ...key })
    },
    { keyCode, modifiers },
  )
}

/** Runs as if a person had just clicked: what browsers allow only then is allowed. @returns the value of `expression` */
export async function runAsClicked(page: Page, expression: string): Promise<unknown> {
  const inside = await page.context().newCDPSession(page)
  const { result } = await inside.send('Runtime.evaluate', {
    expression,
    userGesture: true,
    awaitPromise: true,
    returnByValue: true,
  })
  await inside.detach()
  return result.value
}

/** Where a page might be led. */
export const foreignAddresses = [
  ...['file:///etc/hostname', 'file:///', 'https://example.invalid/', 'chrome://gpu'],
  ...['data:text/html,<title>out</title>', 'javascript:document.title="out"', 'view-source:file:///etc'],
  ...['devtools://devtools/bundled/inspector.html', 'app://elsewhere/', 'mailto:x@example.invalid', 'blob:'],
]

/** What a stranger's paper or telephone might hold before the scanner. */
export const craftedCodes = [
  ...['javascript:window.planted=1', 'file:///etc/hostname', 'app://terminal/paper.html', '#/devices'],
  ...['<img src=x onerror="window.planted=1">', '"><script>window.planted=1</script>', '{{planted=1}}'],
  ...[
    "=cmd|'/C calc'!A0",
    '%s%n%x',
    '../../../../etc/passwd',
    '__proto__',
    '\u202egnp.exe',
    '\u0000\u001b[2J',
  ],
  ...[
    'YCN1:../../x;A=<b>',
    'YCN1:__proto__;constructor=1',
    'YCN1:BIRTH;'.padEnd(3000, 'X=Y;'),
    'Ａ'.repeat(2000),
  ],
]

/** Windows by every way that a page has. Its value: how many were opened. */
export const openWindows = `
      const targets = ['https://example.invalid/', 'file:///', 'app://terminal/index.html', 'about:blank', '', 'data:text/html,x', 'chrome://gpu'];
      const opened = targets.map((target) => window.open(target, '_blank', 'width=400')).filter(Boolean).length;
      for (const href of targets) {
        const link = Object.assign(document.createElement('a'), { href, target: '_blank' });
        document.body.append(link); link.click();
        link.dispatchEvent(new MouseEvent('click', { ctrlKey: true, bubbles: true }));
        link.dispatchEvent(new MouseEvent('auxclick', { button: 1, bubbles: true }));
        link.remove();
      }
      const form = Object.assign(document.createElement('form'), { action: 'https://example.invalid/', target: '_blank' });
      document.body.append(form); form.submit(); form.remove();
      const view = document.createElement('webview');
      view.setAttribute('src', 'https://example.invalid/'); view.setAttribute('allowpopups', '');
      document.body.append(view);
      const isView = 'loadURL' in view; view.remove();
      opened + (isView ? 100 : 0)`

/** Print, alert and choosers, in the page and in a frame of it. Its value: what came of each. */
export const openSystemWindows = `
      let printed = 0;
      window.addEventListener('beforeprint', () => { printed += 1 });
      window.print();
      const frame = document.createElement('iframe'); document.body.append(frame);
      frame.contentWindow?.addEventListener('beforeprint', () => { printed += 1 });
      try { frame.contentWindow?.print() } catch {} ; frame.remove();
      alert('x'); const confirmed = confirm('x'); let given = null; try { given = prompt('x') } catch {}
      for (const more of [{}, { webkitdirectory: true }, { multiple: true }]) {
        const chooser = Object.assign(document.createElement('input'), { type: 'file' }, more);
        document.body.append(chooser); chooser.click(); chooser.remove();
      }
      const pickers = ['showOpenFilePicker', 'showSaveFilePicker', 'showDirectoryPicker'].filter((name) => name in window);
      ({ printed, confirmed, given, pickers })`

/** Links that save what they lead to. */
export const downloadFiles = `
      for (const href of [URL.createObjectURL(new Blob(['x'])), 'app://terminal/index.html', 'data:text/plain,x', 'file:///etc/hostname']) {
        const link = Object.assign(document.createElement('a'), { href, download: 'planted.txt' });
        document.body.append(link); link.click(); link.remove();
      }
      new Promise((resolve) => setTimeout(resolve, 200))`

/** Everything that a page may ask a person for, but the camera; and a peer to greet. Its value: what it got. */
export const askForPermissions = (port: number): string => `(async () => {
      const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:${port}' }] });
      peer.createDataChannel('out'); await peer.setLocalDescription(await peer.createOffer());
      const tries = {
        microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
        screen: () => navigator.mediaDevices.getDisplayMedia(),
        clipboard: () => navigator.clipboard.readText(),
        place: () => new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, no)),
        notice: async () => { if ((await Notification.requestPermission()) !== 'granted') throw 0 },
        fullscreen: () => document.documentElement.requestFullscreen(),
        hid: async () => { if ((await navigator.hid.requestDevice({ filters: [] })).length === 0) throw 0 },
        serial: () => navigator.serial.requestPort(),
        usb: () => navigator.usb.requestDevice({ filters: [] }),
        socket: () => new Promise((yes, no) => { const s = new WebSocket('ws://127.0.0.1:${port}'); s.onopen = yes; s.onerror = no }),
      };
      const given = [];
      for (const [name, ask] of Object.entries(tries)) await Promise.resolve().then(ask).then(() => given.push(name), () => undefined);
      await new Promise((resolve) => setTimeout(resolve, 500)); peer.close();
      return given })()`
