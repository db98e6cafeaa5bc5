import { bodyBytes, HubClient, type HubFailure, type HubPort, type HubResult } from '#sync/api'
import {
  type DamagedFile,
  damageOf,
  listPackets,
  type ListedPacket,
  readVerified,
  type VerifiedPacket,
} from './packet-files.ts'

/** What became of one packet at the hub. */
export interface ImportedPacket {
  readonly file: string
  readonly receiptNumber: string
  /** `already`: it had come before, by this way or over the line. */
  readonly outcome: 'received' | 'already' | 'refused' | 'not-reached'
  /** The hub's code where it was refused or could not be reached. */
  readonly code?: string
  readonly provinceNumber?: string
}

export interface ImportReport {
  readonly packets: readonly ImportedPacket[]
  readonly damaged: readonly DamagedFile[]
}

/** Where packets are brought, and by what right. */
export interface HubAccess {
  readonly url: string
  /** The token of the hub's staff. */
  readonly token: string
  readonly attempts?: number
  readonly signal?: AbortSignal
}

/** A line to the hub's door for carried packets: the same requests, by staff's token. */
function carriersLine({ url, token, signal }: HubAccess): HubPort {
  return {
    send: async (request) => {
      const body = await bodyBytes(request.body)
      const response = await fetch(
        url.replace(/\/+$/, '') + request.path.replace(/^\/intakes\//, '/carried-intakes/'),
        {
          method: request.method,
          redirect: 'error',
          headers: {
            authorization: `Bearer ${token}`,
            ...request.headers,
            ...(request.contentType === undefined ? {} : { 'content-type': request.contentType }),
          },
          body: body === null ? null : new Uint8Array(body),
          signal: signal ?? null,
        },
      )
      const headers: Record<string, string> = {}
      response.headers.forEach((value, name) => (headers[name] = value))
      return {
        status: response.status,
        headers,
        body: new Uint8Array(await response.arrayBuffer()),
      }
    },
  }
}

/**
 * 导入: brings the packets of a folder or stick to a hub. Each enters once, however often and by whatever ways it comes: the
 * hub answers a repeat with the first answer. Supplements go after the intakes that they belong to.
 */
export async function importPackets(from: string, access: HubAccess): Promise<ImportReport> {
  const { packets, damaged } = await listPackets(from)
  const client = new HubClient(carriersLine(access))
  const report = { packets: [] as ImportedPacket[], damaged: [...damaged] }
  for (const listed of packets) {
    access.signal?.throwIfAborted()
    try {
      report.packets.push(await bring(listed, await readVerified(listed.file), client, access.attempts ?? 3))
    } catch (error) {
      report.damaged.push(damageOf(listed.file, error))
    }
  }
  return report
}

type Step =
  { readonly done: Omit<ImportedPacket, 'file' | 'receiptNumber'> } | { readonly failure: HubFailure }

async function bring(
  listed: ListedPacket,
  packet: VerifiedPacket,
  client: HubClient,
  attempts: number,
): Promise<ImportedPacket> {
  const { file, header } = listed
  const about = { file, receiptNumber: header.receiptNumber }
  for (let attempt = 1; ; attempt += 1) {
    const step = await bringOnce(packet, client)
    if ('done' in step) return { ...about, ...step.done }
    const { failure } = step
    if (failure.class === 'retry' && attempt < attempts) continue
    const outcome = failure.class === 'retry' ? 'not-reached' : 'refused'
    return { ...about, outcome, code: failure.code }
  }
}

async function bringOnce(packet: VerifiedPacket, client: HubClient): Promise<Step> {
  const { intakeId } = packet.header
  const announced = await reached(client.announce({ ...packet, intakeId }))
  if (!announced.ok) return { failure: announced.failure }
  for (const partId of announced.value.missingParts) {
    const part = packet.parts.find(({ id }) => id === partId)
    if (part === undefined) continue
    const sent = await reached(
      client.uploadPart({ intakeId, partId, read: () => Promise.resolve(part.bytes) }),
    )
    if (!sent.ok) return { failure: sent.failure }
  }
  const committed = await reached(client.commit(intakeId, packet.packetHash))
  if (!committed.ok) return { failure: committed.failure }
  const { provinceNumber } = committed.value
  return { done: { outcome: announced.value.state === 'committed' ? 'already' : 'received', provinceNumber } }
}

/** A line that rejects is a hub that was not reached. */
function reached<T>(result: Promise<HubResult<T>>): Promise<HubResult<T>> {
  return result.catch((error: unknown) => ({
    ok: false,
    failure: {
      class: 'retry',
      code: 'hub.unreachable',
      status: 0,
      retryAfterMs: null,
      detail: error instanceof Error ? error.message : String(error),
    },
  }))
}
