import { openTransport, type ByteTransport } from '#devices/transports'
import type { AdapterContext, ClearBytes, DeviceTrace } from './device-adapter.ts'

/**
 * Says of each chunk which bytes are free of personal data. One mask a link: it may follow the stream over chunks
 * that are cut anywhere.
 */
export type FrameMask = (direction: 'out' | 'in', chunk: Uint8Array) => ClearBytes

/** The mask of a protocol that has not said anything: lengths and directions only. */
const nothingClear: FrameMask = () => []

/**
 * Opens the link that an address names, with everything that passes noted in the context's trace.
 * @param makeMask what may be shown of this protocol; nothing if absent
 * @throws DeviceError as `openTransport` does
 */
export async function openTracedLink(
  address: string,
  context: AdapterContext,
  signal: AbortSignal,
  makeMask: () => FrameMask = () => nothingClear,
): Promise<ByteTransport> {
  return traced(await openTransport(address, signal), context.trace, makeMask())
}

/** A link that notes what passes; the link itself where nobody keeps a trace. */
export function traced(
  link: ByteTransport,
  trace: DeviceTrace | undefined,
  mask: FrameMask = nothingClear,
): ByteTransport {
  if (trace === undefined) return link
  // First of the listeners, so that an answer is noted before what the adapter does about it.
  link.onData((bytes) => {
    trace.frame('in', bytes, mask('in', bytes))
  })
  return {
    name: link.name,
    get closed() {
      return link.closed
    },
    write: (bytes) => {
      trace.frame('out', bytes, mask('out', bytes))
      return link.write(bytes)
    },
    onData: (listener) => link.onData(listener),
    onClose: (listener) => link.onClose(listener),
    close: () => link.close(),
  }
}
