import type { AdapterName, DeviceKind } from '#devices/contract'
import type { Sighting } from './discover.ts'

/** How long answers are waited for: a printer that sleeps takes a second to say that it is there (RFC 6762, 6). */
const listenMs = 1500
/** A whole hall's devices; more is somebody who floods the network. */
const mostAnswers = 200
const longestDescription = 100

/** What a device may announce of itself by DNS-SD, and what it is to the hall. */
const services: readonly {
  readonly type: string
  /** Of the TXT record, what leads to the device's root; and what it is where nothing is said. */
  readonly path: { readonly key: string; readonly usual: string }
  readonly scheme: string
  readonly driver: { readonly kind: DeviceKind; readonly adapter: AdapterName }
}[] = [
  // eSCL: Mopria's "rs" names the root (devices.md E2). IPP Everywhere: PWG 5100.14, 4.2.1.
  ...(['uscan', 'uscans'] as const).map((type) => ({
    type,
    path: { key: 'rs', usual: 'eSCL' },
    scheme: type === 'uscan' ? 'http' : 'https',
    driver: { kind: 'document-scanner', adapter: 'escl' } as const,
  })),
  ...(['ipp', 'ipps'] as const).map((type) => ({
    type,
    path: { key: 'rp', usual: 'ipp/print' },
    scheme: type,
    driver: { kind: 'document-printer', adapter: 'ipp' } as const,
  })),
]

/**
 * Scanners and printers that announce themselves on the local network by multicast DNS (RFC 6762, 6763). One question goes out to
 * everybody, nothing to any device; what comes back is anybody's word.
 */
export async function listAnnounced(signal: AbortSignal): Promise<Sighting[]> {
  const { Bonjour } = await import('bonjour-service')
  const found: Sighting[] = []
  // Without a network there is nobody to ask, which is no fault.
  const bonjour = new Bonjour({}, () => undefined)
  try {
    for (const { type, path, scheme, driver } of services)
      bonjour.find({ type, protocol: 'tcp' }, (announced) => {
        const host = hostOf(announced)
        const root = rootOf(announced.txt, path)
        if (host === null || root === null || found.length >= mostAnswers) return
        const address = `${scheme}://${host}:${String(announced.port)}/${root}`
        const description = wordsOf((announced.txt as Txt)?.['ty'] ?? announced.name)
        found.push({ bus: 'mdns', address, description, usb: null, driver })
      })
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve()
      const timer = setTimeout(resolve, listenMs)
      signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })
    return found
  } finally {
    bonjour.destroy()
  }
}

type Txt = Readonly<Record<string, unknown>> | undefined

/** An IPv4 address: few halls resolve names that end with .local. */
function hostOf({
  addresses = [],
  referer,
}: {
  readonly addresses?: readonly string[] | undefined
  readonly referer?: { readonly address: string } | undefined
}): string | null {
  const all = [...addresses, ...(referer === undefined ? [] : [referer.address])]
  return all.find((address) => /^\d{1,3}(\.\d{1,3}){3}$/.test(address)) ?? null
}

function rootOf(
  txt: unknown,
  { key, usual }: { readonly key: string; readonly usual: string },
): string | null {
  const said = (txt as Txt)?.[key]
  const root = typeof said === 'string' ? said.replace(/^\/+|\/+$/g, '') : usual
  return /^[\w.-]+(\/[\w.-]+){0,7}$/.test(root) && root.length <= 100 ? root : null
}

function wordsOf(said: unknown): string {
  const text = typeof said === 'string' ? said : ''
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, longestDescription)
}
