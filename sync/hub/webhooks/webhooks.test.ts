import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ed25519Verifier, verifyRequest, type WebhookEvent } from '#sync/api'
import { nextCount } from '../database.ts'
import { onEachDatabase } from '../each-database.test-support.ts'
import { postgresMissing, TestPostgres } from '../postgres.test-support.ts'
import { TestHub } from '../test-hub.test-support.ts'
import { type WebhookBackoff, WebhookDispatcher, webhookStates } from './dispatcher.ts'
import { readEndpoints, type WebhookEndpoint } from './endpoints.ts'
import { type Manner, Receiver } from './receiver.test-support.ts'

const limits = { deadlineMs: 1_000, longestAnswer: 64 * 1024 }
const soon: WebhookBackoff = { baseMs: 1, leastMs: 1, capMs: 1 }

/** A case's step in the feed, as the hub writes it, for a department of its own. */
async function happen(hub: TestHub, department: string, caseNumber: string): Promise<void> {
  await hub.database.transaction(async (queries) => {
    const position = await nextCount(queries, 'feed')
    const one = {
      caseId: randomUUID(),
      caseNumber,
      matterId: 'm',
      department,
      status: 'pending',
      result: null,
    }
    const at = new Date().toISOString()
    const event = {
      type: 'case.progressed',
      eventId: randomUUID(),
      position,
      intakeId: randomUUID(),
      at,
      case: one,
    }
    await queries.rows('INSERT INTO feed (position, terminal_id, event) VALUES ($1, $2, $3)', [
      position,
      'T01',
      JSON.stringify(event),
    ])
  })
}

const numbers = (receiver: Receiver): string[] =>
  (receiver.kept as WebhookEvent[]).map(({ caseNumber }) => caseNumber)

onEachDatabase('telling a department', (start) => {
  let hub: TestHub
  let receiver: Receiver
  let endpoint: WebhookEndpoint
  let departments = 0
  const dispatcher = (backoff: WebhookBackoff = soon): WebhookDispatcher =>
    new WebhookDispatcher({
      database: hub.database,
      endpoints: [endpoint],
      signer: hub.keys.notices,
      limits,
      backoff,
    })
  /** Until all has been told, or it is tried so often in vain. */
  async function drain(telling: WebhookDispatcher): Promise<void> {
    await expect
      .poll(
        async () => {
          await telling.tell(endpoint)
          return (await webhookStates(hub.database, [endpoint]))[0]?.behind
        },
        { timeout: 20_000, interval: 5 },
      )
      .toBe(0)
    await receiver.caughtUp()
  }
  beforeAll(async () => {
    hub = await start()
  }, 120_000)
  afterAll(() => hub.remove())
  beforeEach(async () => {
    receiver = await Receiver.start()
    departments += 1
    endpoint = { department: `office-${String(departments)}`, url: receiver.url }
    await dispatcher().open()
  }, 60_000)
  afterEach(() => receiver.end())

  it('signs what it sends, with no value of the form and nothing of another department in it', async () => {
    endpoint = { department: 'health', url: receiver.url }
    await dispatcher().open()
    const terminal = await hub.terminal()
    const packet = await terminal.packet(hub.keys.publicKey)
    await terminal.deliver(packet)
    expect((await terminal.client.commit(packet.intakeId, 'key')).ok).toBe(true)
    await drain(dispatcher())
    const told = receiver.kept as WebhookEvent[]
    expect(new Set(told.map(({ department }) => department))).toEqual(new Set(['health']))
    expect(told[0]).toMatchObject({ type: 'case.received', intakeId: packet.intakeId })
    const [call] = receiver.calls
    expect(call?.body).not.toContain('欧试样')
    expect(call?.headers['idempotency-key']).toBe(told[0]?.deliveryId)
    const key = (await (await fetch(`${hub.url}/webhook-key`)).json()) as { keyId: string; publicKey: string }
    const verify = await ed25519Verifier(key.publicKey)
    const request = { method: 'POST', path: call?.path ?? '', headers: call?.headers ?? {} }
    const body = Buffer.from(call?.body ?? '')
    const known = (id: string) => Promise.resolve(id === key.keyId ? verify : null)
    await expect(verifyRequest({ ...request, body }, known, 'hub')).resolves.toMatchObject({
      keyId: key.keyId,
    })
    const changed = Buffer.from((call?.body ?? '').replace('pending', 'completed'))
    await expect(verifyRequest({ ...request, body: changed }, known, 'hub')).rejects.toThrow()
  }, 60_000)

  it('brings every event once and in order, however the inbox answers', async () => {
    const bad: Manner[] = ['garbage', 'redirect', 'half', 'drop', 'silent', 'endless', 'refuse', 'busy']
    await receiver.behave('take', ...bad, 'take-and-drop')
    const all = Array.from({ length: 6 }, (_, at) => `N-${String(at)}`)
    for (const number of all) await happen(hub, endpoint.department, number)
    await happen(hub, 'somebody-else', 'N-other')
    await drain(dispatcher())
    expect(numbers(receiver)).toEqual(all)
    // What was answered badly was sent again; nobody was led elsewhere.
    expect(receiver.calls).toHaveLength(all.length + bad.length + 1)
    expect(new Set(receiver.calls.map(({ path }) => path))).toEqual(new Set(['/inbox?hall=1']))
  }, 60_000)

  it.each([
    ['garbage', 'not-http'],
    ['redirect', 'redirected'],
    ['half', 'cut-off'],
    ['silent', 'timeout'],
    ['endless', 'too-large'],
    ['refuse', 'refused'],
    ['busy', 'failed'],
    ['drop', 'unreachable'],
  ] as const)('says what is wrong with an inbox: %s', async (manner, problem) => {
    await receiver.behave(manner)
    await happen(hub, endpoint.department, 'N-1')
    await dispatcher({ baseMs: 1e6, leastMs: 1e6, capMs: 1e6 }).tell(endpoint)
    const [state] = await webhookStates(hub.database, [endpoint])
    expect(state).toMatchObject({ state: 'failing', attempts: 1, lastProblem: problem })
  })

  it('keeps to its pause after a restart, shows a dead inbox, and goes on when it is back', async () => {
    await receiver.behave('drop')
    await happen(hub, endpoint.department, 'N-1')
    await dispatcher({ baseMs: 1e6, leastMs: 1e6, capMs: 1e6 }).tell(endpoint)
    await receiver.caughtUp()
    expect(receiver.calls).toHaveLength(1)
    expect(await dispatcher().tell(endpoint)).toBe(0)
    await receiver.caughtUp()
    expect(receiver.calls).toHaveLength(1)
    await hub.database.rows(
      `UPDATE webhook_endpoints SET failing_since = now() - interval '2 hours', next_attempt_at = now()
       WHERE department = $1`,
      [endpoint.department],
    )
    expect(await webhookStates(hub.database, [endpoint])).toMatchObject([{ state: 'dead', behind: 1 }])
    await drain(dispatcher())
    expect(await webhookStates(hub.database, [endpoint])).toMatchObject([
      { state: 'ok', attempts: 0, lastProblem: null },
    ])
  })

  it('takes over from a hub that died while it was telling', async () => {
    await happen(hub, endpoint.department, 'N-1')
    await hub.database.rows(
      `UPDATE webhook_endpoints SET lease = gen_random_uuid(), lease_until = now() + interval '1 hour'
       WHERE department = $1`,
      [endpoint.department],
    )
    expect(await dispatcher().tell(endpoint)).toBe(0)
    await hub.database.rows(
      `UPDATE webhook_endpoints SET lease_until = now() - interval '1 second' WHERE department = $1`,
      [endpoint.department],
    )
    await drain(dispatcher())
    expect(numbers(receiver)).toEqual(['N-1'])
  })
})

const missing = postgresMissing()
describe.skipIf(missing !== null)(`two hubs that tell${missing === null ? '' : `: ${missing}`}`, () => {
  it('share the departments: each event is sent once and in order', async () => {
    const postgres = await TestPostgres.start()
    const address = postgres.database('told')
    const one = await TestHub.start(undefined, { postgres: address })
    const other = await TestHub.start(undefined, { postgres: address, beside: one })
    const receivers = [await Receiver.start(), await Receiver.start()]
    const endpoints = receivers.map(({ url }, at) => ({ department: `office-${String(at)}`, url }))
    const watches = []
    for (const { database, keys } of [one, other]) {
      const telling = new WebhookDispatcher({
        database,
        endpoints,
        signer: keys.notices,
        limits,
        backoff: soon,
      })
      watches.push(await telling.start(5))
    }
    const all = Array.from({ length: 30 }, (_, at) => `N-${String(at)}`)
    for (const number of all) for (const { department } of endpoints) await happen(one, department, number)
    for (const receiver of receivers) {
      await expect.poll(() => receiver.calls.length, { timeout: 30_000 }).toBe(all.length)
      expect(numbers(receiver)).toEqual(all)
    }
    for (const watch of watches) await watch.stop()
    for (const receiver of receivers) receiver.end()
    await other.remove()
    await one.remove()
    await postgres.remove()
  }, 120_000)
})

describe('where a hub calls by itself', () => {
  it.each([
    ['http://inbox.example/x', 'must be an https address'],
    ['https://user:secret@inbox.example/', 'must be an https address'],
    ['file:///etc/passwd', 'must be an https address'],
    ['http://169.254.169.254/', 'must be an https address'],
    ['not an address', 'must be an https address'],
  ])('is only what the configuration may name: %s', async (url, told) => {
    const folder = await mkdtemp(join(tmpdir(), 'webhooks-'))
    const file = join(folder, 'webhooks.yaml')
    await writeFile(file, JSON.stringify({ webhooks: [{ department: 'health', url }] }))
    await expect(readEndpoints(file)).rejects.toThrow(told)
    await writeFile(
      file,
      JSON.stringify({ webhooks: [{ department: 'health', url: 'https://inbox.example/x' }] }),
    )
    expect(await readEndpoints(file)).toMatchObject([{ department: 'health' }])
    await rm(folder, { recursive: true, force: true })
  })
})
