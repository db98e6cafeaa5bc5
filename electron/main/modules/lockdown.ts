import { app, Menu, session, type WebContents } from 'electron'
import { isOwnUrl, nowhere } from './app-protocol.ts'
import { isCameraAlone } from './camera-permission.ts'
import type { Log } from './log.ts'

/**
 * Takes the network from all pages, below what the page's policy and the request filter can see: names that are only looked
 * up, and peers that are only greeted, carry words outside as well. The main process has a line of its own. Call before
 * `app` is ready.
 */
export function closePageNetwork(): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
}

function lockContents(contents: WebContents, log: Log): void {
  contents.setWindowOpenHandler(() => {
    log.write('lockdown.window-refused')
    return { action: 'deny' }
  })
  const refuseForeign = (event: { preventDefault(): void; url: string }): void => {
    if (isOwnUrl(event.url)) return
    event.preventDefault()
    log.write('lockdown.navigation-refused')
  }
  contents.on('will-navigate', refuseForeign)
  contents.on('will-frame-navigate', refuseForeign)
  contents.on('will-redirect', refuseForeign)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-prevent-unload', (event) => event.preventDefault())
  // Peers over UDP are seen neither by the policy nor by the request filter.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}

/**
 * 锁定: what no page of this program may do, whatever runs in it: navigate away, open windows, attach webviews, ask
 * for permissions other than the camera, download, use the menu's shortcuts, or speak to the network without the main process.
 */
export function lockDown(log: Log): void {
  Menu.setApplicationMenu(null)
  app.on('web-contents-created', (_event, contents) => lockContents(contents, log))
  const own = session.defaultSession
  own.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const mediaTypes = 'mediaTypes' in details ? details.mediaTypes : undefined
    answer(isOwnUrl(details.requestingUrl) && details.isMainFrame && isCameraAlone(permission, mediaTypes))
  })
  own.setPermissionCheckHandler((_contents, permission, origin, { mediaType }) =>
    Boolean(isOwnUrl(origin) && mediaType !== undefined && isCameraAlone(permission, [mediaType])),
  )
  own.setDevicePermissionHandler(() => false)
  own.on('will-download', (event) => event.preventDefault())
  own.webRequest.onBeforeRequest((details, answer) => {
    const allowed =
      isOwnUrl(details.url) ||
      details.url === nowhere ||
      details.url.startsWith('blob:app://') ||
      details.url.startsWith('data:')
    if (!allowed && !details.url.startsWith('devtools://')) log.write('lockdown.request-refused')
    answer({ cancel: !allowed && !details.url.startsWith('devtools://') })
  })
}
