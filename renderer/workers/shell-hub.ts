import { bodyBytes, HubClient, type HubPort } from '#sync/api'
import { type DeliveryHub, deliveryHub } from '#sync/engine'
import { v4 as uuidV4 } from 'uuid'
import type { ShellPorts } from './intake-desk.ts'

/** The packet's file is lost or damaged: the database has the same bytes. */
function withoutFile(error: unknown): null {
  const code = (error as { code?: unknown } | null)?.code
  if (typeof code === 'string' && code.startsWith('packet.')) return null
  throw error
}

/** The line to the hub through the main process, which adds address and signature. */
export function shellHubPort(ports: ShellPorts): HubPort {
  return {
    send: async (request, signal) => {
      const requestId = uuidV4()
      const cancel = (): void => void ports.hubCancel(requestId).catch(() => undefined)
      signal?.throwIfAborted()
      signal?.addEventListener('abort', cancel, { once: true })
      try {
        const { method, path, body, contentType, headers } = request
        if (body !== null && !(body instanceof Uint8Array)) {
          if ('whole' in body) return await ports.hubSendPacket({ requestId, intakeId: body.intakeId, path })
          const { intakeId, partId, resume = false } = body
          const sent = await ports
            .hubSendPart({ requestId, intakeId, partId, path, resume })
            .catch(withoutFile)
          if (sent !== null) return sent
        }
        return await ports.hubSend({
          requestId,
          method,
          path,
          body: await bodyBytes(body),
          ...(contentType === undefined ? {} : { contentType }),
          ...(headers === undefined ? {} : { headers: { ...headers } }),
        })
      } finally {
        signal?.removeEventListener('abort', cancel)
      }
    },
  }
}

/** The hub as delivery asks it, over {@link shellHubPort}. */
export function shellHub(ports: ShellPorts): DeliveryHub {
  return deliveryHub(new HubClient(shellHubPort(ports)))
}
