import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HubClient } from './hub-client.ts'
import type { HubPort, HubRequest, HubResponse } from './hub-port.ts'
import { problemOf, type ProblemName, problems } from './problems.ts'

const intakeId = '0199a000-0000-7000-8000-000000000001'
const hash = 'ab'.repeat(32)
const packet = {
  intakeId,
  headerBytes: new TextEncoder().encode('{"format":"yichuang-packet"}'),
  signature: new Uint8Array(64).fill(3),
  packetHash: hash,
}

function encode(body: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(body))
}

/** A line that gives one answer and remembers what was asked. */
function lineTo(answer: Partial<HubResponse> | Error): HubPort & { asked: HubRequest[] } {
  const asked: HubRequest[] = []
  return {
    asked,
    send: (request) => {
      asked.push(request)
      if (answer instanceof Error) return Promise.reject(answer)
      return Promise.resolve({ status: 200, headers: {}, body: new Uint8Array(), ...answer })
    },
  }
}

function problemAnswer(name: ProblemName, headers: Record<string, string> = {}): HubResponse {
  return { status: problems[name].status, headers, body: encode(problemOf(name)) }
}

describe('the client of the hub', () => {
  it('announces the packet as it was signed, in standard base64', async () => {
    const line = lineTo({ body: encode({ state: 'announced', missingParts: ['intake'] }) })
    expect(await new HubClient(line).announce(packet)).toEqual({
      ok: true,
      value: { state: 'announced', missingParts: ['intake'] },
    })
    const [request] = line.asked as [HubRequest]
    expect(request).toMatchObject({
      method: 'PUT',
      path: `/intakes/${intakeId}`,
      contentType: 'application/json',
    })
    const body = JSON.parse(new TextDecoder().decode(request.body as Uint8Array)) as Record<string, string>
    expect(Buffer.from(body['header'] as string, 'base64')).toEqual(Buffer.from(packet.headerBytes))
    expect(Buffer.from(body['signature'] as string, 'base64')).toEqual(Buffer.from(packet.signature))
    expect(body['packetHash']).toBe(hash)
  })

  it('sends the key with the commit, and an escaped cursor with the feed', async () => {
    const line = lineTo({ body: encode({ events: [], cursor: null, more: false }) })
    const client = new HubClient(line)
    await client.commit(intakeId, 'key-1')
    await client.feed('a/b+c=&d')
    expect(line.asked[0]).toMatchObject({
      method: 'POST',
      headers: { 'idempotency-key': 'key-1' },
      body: null,
    })
    expect(line.asked[1]?.path).toBe('/feed?cursor=a%2Fb%2Bc%3D%26d')
  })

  it('tells a line that is down from a hub that answers', async () => {
    const down = Object.assign(new Error('no route'), { code: 'hub.unreachable' })
    expect(await new HubClient(lineTo(down)).feed(null)).toEqual({
      ok: false,
      failure: { class: 'retry', code: 'hub.unreachable', status: 0, retryAfterMs: null, detail: '' },
    })
    expect(
      await new HubClient(lineTo(problemAnswer('busy', { 'retry-after': '7' }))).feed(null),
    ).toMatchObject({
      failure: { class: 'retry', code: 'hub.busy', status: 503, retryAfterMs: 7_000 },
    })
  })

  it('names every problem of the contract, with its class and its remedy', async () => {
    for (const name of Object.keys(problems) as ProblemName[]) {
      const result = await new HubClient(lineTo(problemAnswer(name))).commit(intakeId, 'key-1')
      const facts: { class: string; remedy?: string } = problems[name]
      expect(result, name).toMatchObject({ ok: false, failure: { class: facts.class, code: `hub.${name}` } })
      expect((result as { failure: { remedy?: string } }).failure.remedy, name).toBe(facts.remedy)
    }
  })

  it('takes an answer that is not of the contract for no answer, and never throws', async () => {
    const json = fc.json().map((text) => new TextEncoder().encode(text))
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 100, max: 399 }),
        fc.oneof(json, fc.uint8Array({ maxLength: 200 })),
        async (status, body) => {
          const client = new HubClient(lineTo({ status, body }))
          for (const result of [
            await client.announce(packet),
            await client.uploadPart({ intakeId, partId: 'intake', read: async () => new Uint8Array(20) }),
            await client.commit(intakeId, 'key-1'),
            await client.feed(null),
          ]) {
            expect(result).toMatchObject({ ok: false, failure: { class: 'retry' } })
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  it('does not let a captive portal or a broken proxy turn an intake into a refusal', async () => {
    for (const status of [301, 302, 400, 403, 404, 407, 413, 500, 511]) {
      const body = new TextEncoder().encode('<html>请登录无线网络</html>')
      const result = await new HubClient(lineTo({ status, body })).announce(packet)
      expect(result, String(status)).toMatchObject({
        ok: false,
        failure: { class: 'retry', code: 'hub.status' },
      })
    }
  })
})
