import { readFile } from 'node:fs/promises'
import { basename, extname, join, normalize, sep } from 'node:path'
import { protocol } from 'electron'

/** The one origin that our pages have. */
export const appScheme = 'app'
export const appOrigin = 'app://terminal'

/** Another site than ours, where nothing is: whatever shows it has a process of its own, and has left the one before. */
export const nowhere = 'app://nowhere/'

/** Whether an address or an origin is ours. */
export function isOwnUrl(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`)
}

/**
 * No inline or evaluated script, no connection but to our own files: the network is reached through the bridge only. The
 * sandbox keeps the system's own windows shut, print dialog included: behind each of them is a way to the disk.
 */
export const contentSecurityPolicy = [
  'sandbox allow-scripts allow-same-origin allow-forms',
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "worker-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** The worker that looks for codes in pictures runs WebAssembly, which compiles; no other script of ours may. */
const codeReader = /^code-reader\.worker-[\w-]+\.js$/

/** The policy of one of our files. @param path as it lies on disk */
export function policyOf(path: string): string {
  if (!codeReader.test(basename(path))) return contentSecurityPolicy
  return contentSecurityPolicy.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
}

/** What a page may not even ask for; the camera is for papers that no scanner takes. */
const permissionsPolicy = [
  'camera=(self)',
  ...[
    'bluetooth',
    'clipboard-read',
    'display-capture',
    'fullscreen',
    'geolocation',
    'hid',
    'local-fonts',
    'midi',
    'payment',
    'serial',
    'usb',
  ].map((name) => `${name}=()`),
].join(', ')

/** Call before `app` is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}

/** Which file of `root` a request means; null when it means none of ours. */
export function fileOf(root: string, url: string): string | null {
  let pathname: string
  try {
    const parsed = new URL(url)
    if (`${parsed.protocol}//${parsed.host}` !== appOrigin) return null
    pathname = decodeURIComponent(parsed.pathname)
  } catch {
    return null
  }
  if (pathname.includes('\0') || pathname.includes('\\')) return null
  const path = normalize(join(root, pathname === '/' ? 'index.html' : pathname))
  return path.startsWith(root + sep) ? path : null
}

/** Serves the built pages from `root`, with the policy on each answer. */
export function serveApp(root: string): void {
  protocol.handle(appScheme, async (request) => {
    if (request.url === nowhere) {
      const headers = { 'content-type': 'text/html', 'content-security-policy': "default-src 'none'" }
      return new Response('', { headers })
    }
    const path = request.method === 'GET' ? fileOf(root, request.url) : null
    const mediaType = path === null ? undefined : mediaTypes[extname(path)]
    if (path === null || mediaType === undefined) return new Response('not found', { status: 404 })
    try {
      return new Response(await readFile(path), {
        headers: {
          'content-type': mediaType,
          'content-security-policy': policyOf(path),
          'permissions-policy': permissionsPolicy,
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-cache',
        },
      })
    } catch {
      return new Response('not found', { status: 404 })
    }
  })
}
