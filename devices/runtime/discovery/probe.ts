import { deviceConfigSchema, DeviceError, parseTransportAddress, type DeviceConfig } from '#devices/contract'
import { escposProbe, pause, sdtProbe, type ProbeQuestion } from '#devices/adapters'
import { openTransport } from '#devices/transports'
import { configuredAt } from './same-place.ts'

/**
 * In this order: the printer's question is three bytes that mean nothing to anybody else, while a reader's would stand
 * as rubbish at the head of a printer's next receipt.
 */
const questions: readonly ProbeQuestion[] = [escposProbe, sdtProbe]

/** One question at one speed, and whether it was answered. */
export interface ProbeStep {
  readonly asked: string
  readonly transport: string
  readonly heardBytes: number
  readonly recognised: boolean
}

export interface ProbeResult {
  /** What hangs there, as an entry for `terminal.yaml` that wants an id; null if nobody answered as a device would. */
  readonly found: { readonly name: string; readonly entry: DeviceConfig } | null
  readonly steps: readonly ProbeStep[]
}

/**
 * Asks what hangs on a serial line or a TCP port. A code scanner, a keyboard or a light says nothing to any of this:
 * silence does not mean that nothing is there.
 * @param configs devices of this terminal: a line that belongs to one of them is not disturbed
 * @throws DeviceError `device.port-claimed`, `device.invalid-request`, and those of opening the line
 */
export async function probe(
  address: string,
  configs: readonly DeviceConfig[],
  signal: AbortSignal,
): Promise<ProbeResult> {
  const owner = configuredAt(address, configs)
  if (owner !== null) throw new DeviceError('device.port-claimed', `${address} belongs to ${owner.id}`)
  const steps: ProbeStep[] = []
  for (const question of questions) {
    for (const transport of addressesFor(address, question)) {
      const bytes = await ask(transport, question, signal)
      const recognised = question.recognises(bytes)
      steps.push({ asked: question.name, transport, heardBytes: bytes.length, recognised })
      if (!recognised) continue
      const entry = deviceConfigSchema.parse({ id: question.entry.kind, ...question.entry, transport })
      return { found: { name: question.name, entry }, steps }
    }
  }
  return { found: null, steps }
}

/** A serial line at each speed, unless one was given; anything else as it stands. */
function addressesFor(address: string, { baudRates }: ProbeQuestion): string[] {
  const parsed = parseTransportAddress(address)
  if ('problem' in parsed) throw new DeviceError('device.invalid-request', parsed.problem)
  if (parsed.type !== 'serial' || address.includes('?')) return [address]
  return baudRates.map((baud) => `${address}?baud=${String(baud)}`)
}

async function ask(transport: string, question: ProbeQuestion, signal: AbortSignal): Promise<Uint8Array> {
  const link = await openTransport(transport, signal)
  try {
    const heard: Uint8Array[] = []
    const answered = new Promise<void>((resolve) => {
      link.onData((bytes) => {
        heard.push(bytes)
        if (question.recognises(Buffer.concat(heard))) resolve()
      })
    })
    await link.write(question.request)
    await Promise.race([answered, pause(question.waitMs, signal)])
    return Buffer.concat(heard)
  } finally {
    await link.close()
  }
}
