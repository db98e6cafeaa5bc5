import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { HubProblem } from './hub-problem.ts'

const unpack = promisify(gunzip)
const pack = promisify(gzip)

/** Shorter than this, what packing saves is less than a packet of the line. */
const packFromBytes = 1_200

/**
 * A JSON body as it was before it was packed; the signature over the packed bytes has been checked by then.
 * @throws HubProblem `coding-unknown`, `malformed-request`, or `too-large` for what would unpack to more than `limit`.
 */
export async function unpacked(body: Buffer, coding: string | undefined, limit: number): Promise<Buffer> {
  if (coding === undefined) return body
  if (coding !== 'gzip') throw new HubProblem('coding-unknown')
  try {
    return await unpack(body, { maxOutputLength: limit })
  } catch (cause) {
    const large = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    throw large
      ? new HubProblem('too-large', {}, { cause })
      : new HubProblem('malformed-request', { detail: 'the body is not gzip' }, { cause })
  }
}

/** Packs an answer for whoever takes it so: a feed of many cases is mostly the same words. */
export async function packedAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  // Says that requests may be packed too (RFC 9110 §12.5.3): a terminal packs nothing before it has heard so.
  void reply.header('accept-encoding', 'gzip')
  if (typeof payload !== 'string' || payload.length < packFromBytes) return payload
  void reply.header('vary', 'accept-encoding')
  const accepted = String(request.headers['accept-encoding'] ?? '').split(',')
  if (!accepted.some((one) => one.trim().split(';')[0] === 'gzip')) return payload
  const bytes = await pack(payload)
  void reply.header('content-encoding', 'gzip').header('content-length', bytes.length)
  return bytes
}
