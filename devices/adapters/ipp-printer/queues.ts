import type { FoundPort } from '#devices/transports'
import { IppLink, isGood } from './ipp-link.ts'
import { stringsOf } from './lookup.ts'
import { cupsGetPrinters } from './requests.ts'
import { groupTags } from './values.ts'

/** The queues of the print service on this machine, as `terminal.yaml` wants them; none where there is no service. */
export async function listPrintQueues(
  signal: AbortSignal,
  server = 'localhost:631',
): Promise<readonly FoundPort[]> {
  const link = new IppLink({ uri: `ipp://${server}/`, url: `http://${server}/`, secure: false })
  try {
    const answer = await link.ask(cupsGetPrinters, signal)
    if (!isGood(answer)) return []
    return answer.groups
      .filter(({ tag }) => tag === groupTags.printer)
      .flatMap((group) => {
        const name = stringsOf(group, 'printer-name')[0]
        if (name === undefined) return []
        const words = [...stringsOf(group, 'printer-info'), ...stringsOf(group, 'printer-make-and-model')]
        return [{ transport: `ipp://${server}/printers/${name}`, description: [...new Set(words)].join(' ') }]
      })
  } catch {
    return []
  }
}
