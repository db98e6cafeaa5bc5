import type { ScannedCode } from '#devices/contract'
import { quietContext } from '#devices/adapters'
import { openDevice } from '#devices/runtime'
import { configure, text, wholeNumber, type Options, type Report } from './command.ts'

/** `device code listen`: waits for one code, or for several. */
export async function listenForCodes(options: Options, signal: AbortSignal): Promise<Report> {
  const transport = text(options, 'transport')
  const { suffix, encoding } = options
  const isHid = transport.startsWith('hid:')
  const config = configure({
    id: 'code-scanner',
    kind: 'code-scanner',
    adapter: isHid ? 'code-hid' : 'code-serial',
    transport,
    options: isHid ? { encoding } : { suffix, encoding },
  })
  const count = Math.max(1, wholeNumber(options, 'count', 1))
  const timeoutMs = wholeNumber(options, 'timeout', 60_000)
  const codes: ScannedCode[] = []
  // What comes between two readings, e.g. two codes in one piece, counts as well.
  const unasked: ScannedCode[] = []
  const context = { ...quietContext, onCode: (code: ScannedCode) => void unasked.push(code) }
  const device = await openDevice(config, context, signal)
  try {
    while (codes.length < count)
      codes.push(unasked.shift() ?? (await device.invoke('code:read', { timeoutMs }, signal)))
  } finally {
    await device.close()
  }
  return { json: { code: codes[0], codes }, lines: codes.map(lineOf) }
}

/** Line ends and separators inside a code must not look like several codes. */
function lineOf({ text: content, symbology, encoding }: ScannedCode): string {
  return `${JSON.stringify(content)}  ${[symbology, encoding].filter(Boolean).join(' ')}`
}
