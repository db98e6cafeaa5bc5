import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Operation, openApiDocument, operations } from '#sync/api'
import { onEachDatabase } from './each-database.test-support.ts'
import { TestTerminal } from './terminal.test-support.ts'
import type { TestHub } from './test-hub.test-support.ts'

const sixMatters = 6

onEachDatabase('the hub', (start) => {
  let hub: TestHub
  let terminal: TestTerminal

  beforeAll(async () => {
    hub = await start()
  }, 60_000)
  afterAll(() => hub.remove())
  beforeEach(async () => {
    terminal = await hub.terminal()
  })

  async function caseCount(intakeId: string): Promise<number> {
    return (await hub.database.rows('SELECT 1 FROM cases WHERE intake_id = $1', [intakeId])).length
  }

  it('takes an intake in and splits it into its departments’ cases', async () => {
    const packet = await terminal.packet(hub.keys.publicKey)
    expect(await terminal.client.announce(packet)).toMatchObject({
      ok: true,
      value: { state: 'announced', missingParts: ['intake', 'scan-1'] },
    })
    await terminal.deliver(packet)
    const answer = await terminal.client.commit(packet.intakeId, 'key-1')
    if (!answer.ok) throw new Error(answer.failure.code)
    expect(answer.value.packetHash).toBe(packet.packetHash)
    expect(answer.value.cases).toHaveLength(sixMatters)
    expect(new Set(answer.value.cases.map((one) => one.department)).size).toBe(sixMatters)
    expect(answer.value.cases.map((one) => one.status)).toContain('waiting')
    expect(answer.value.cases[0]?.status).toBe('pending')
  })

  it('answers every repeat as it answered first, and has the intake once', async () => {
    const packet = await terminal.packet(hub.keys.publicKey)
    await terminal.deliver(packet)
    const first = await terminal.client.commit(packet.intakeId, 'key-1')
    await terminal.deliver(packet)
    const [second, third] = await Promise.all([
      terminal.client.commit(packet.intakeId, 'key-1'),
      terminal.client.commit(packet.intakeId, 'key-2'),
    ])
    expect(second).toEqual(first)
    expect(third).toEqual(first)
    expect(await caseCount(packet.intakeId)).toBe(sixMatters)
    expect(await terminal.client.announce(packet)).toMatchObject({
      ok: true,
      value: { state: 'committed', missingParts: [] },
    })
  })

  it('commits once when two commits come at the same time', async () => {
    const packet = await terminal.packet(hub.keys.publicKey)
    await terminal.deliver(packet)
    const answers = await Promise.all(
      [1, 2, 3].map((key) => terminal.client.commit(packet.intakeId, `key-${key}`)),
    )
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    expect(await caseCount(packet.intakeId)).toBe(sixMatters)
  })

  it('refuses the same id with another content', async () => {
    const packet = await terminal.packet(hub.keys.publicKey)
    await terminal.client.announce(packet)
    const other = await terminal.packet(hub.keys.publicKey, { intakeId: packet.intakeId })
    expect(await terminal.client.announce(other)).toMatchObject({
      ok: false,
      failure: { class: 'refuse', code: 'hub.hash-conflict', status: 422 },
    })
  })

  it('wants a part again that does not have its digest, and says which parts a commit lacks', async () => {
    const packet = await terminal.packet(hub.keys.publicKey)
    await terminal.client.announce(packet)
    const bytes = new Uint8Array(packet.parts[0]?.bytes ?? [])
    bytes[0] = (bytes[0] as number) ^ 1
    expect(
      await terminal.client.uploadPart({
        intakeId: packet.intakeId,
        partId: 'intake',
        read: async () => bytes,
      }),
    ).toMatchObject({
      ok: false,
      failure: { class: 'retry', code: 'hub.digest-mismatch' },
    })
    expect(await terminal.client.commit(packet.intakeId, 'key')).toMatchObject({
      ok: false,
      failure: { class: 'retry', code: 'hub.parts-missing', remedy: 'restart' },
    })
    expect(await caseCount(packet.intakeId)).toBe(0)
  })

  it('notices a part that has vanished from its disk and asks for it again', async () => {
    const packet = await terminal.packet(hub.keys.publicKey)
    await terminal.deliver(packet)
    await rm(join(hub.folder, 'parts', packet.intakeId, 'scan-1.part'))
    expect(await terminal.client.commit(packet.intakeId, 'key')).toMatchObject({
      failure: { code: 'hub.parts-missing' },
    })
    expect(await terminal.client.announce(packet)).toMatchObject({ value: { missingParts: ['scan-1'] } })
    await terminal.deliver(packet)
    expect((await terminal.client.commit(packet.intakeId, 'key')).ok).toBe(true)
  })

  it('refuses a header that another terminal signed', async () => {
    const packet = await terminal.packet(hub.keys.publicKey)
    const stranger = new TestTerminal(hub.url, 'T99')
    const forged = { ...packet, signature: stranger.sign(packet.headerBytes) }
    expect(await terminal.client.announce(forged)).toMatchObject({
      ok: false,
      failure: { class: 'refuse', code: 'hub.packet-invalid' },
    })
  })

  it('refuses a theme that it does not know, as a task for this intake alone', async () => {
    const packet = await terminal.packet(hub.keys.publicKey, { themeId: 'no-such-theme' })
    await terminal.deliver(packet)
    expect(await terminal.client.commit(packet.intakeId, 'key')).toMatchObject({
      ok: false,
      failure: { class: 'refuse', code: 'hub.packet-invalid' },
    })
  })

  it('does not know another terminal’s intake', async () => {
    const packet = await terminal.packet(hub.keys.publicKey)
    await terminal.deliver(packet)
    const other = new TestTerminal(hub.url, 'T98')
    await other.enrol()
    expect(await other.client.commit(packet.intakeId, 'key')).toMatchObject({
      failure: { code: 'hub.intake-unknown' },
    })
    expect(await other.client.feed(null)).toMatchObject({ ok: true, value: { events: [] } })
  })

  it('parks a terminal that is unknown, badly signed or has a wrong clock', async () => {
    const unknown = new TestTerminal(hub.url, 'T97')
    expect(await unknown.client.feed(null)).toMatchObject({
      failure: { class: 'park', code: 'hub.terminal-unknown' },
    })
    const impostor = new TestTerminal(hub.url, terminal.terminalId)
    expect(await impostor.client.feed(null)).toMatchObject({
      failure: { class: 'park', code: 'hub.not-signed' },
    })
    expect((await impostor.enrol()).status).toBe(409)
    terminal.moment = { now: new Date(Date.now() - 2 * 86_400_000) }
    expect(await terminal.client.feed(null)).toMatchObject({
      failure: { class: 'park', code: 'hub.clock-skew' },
    })
  })

  it('refuses a request that is played to it a second time', async () => {
    terminal.moment = { nonce: 'a-nonce-that-repeats-itself' }
    expect((await terminal.client.feed(null)).ok).toBe(true)
    expect(await terminal.client.feed(null)).toMatchObject({ failure: { code: 'hub.replayed-request' } })
  })

  it('tells progress, releases what waited, and a request for more, in order and by pages', async () => {
    const packet = await terminal.packet(hub.keys.publicKey)
    await terminal.deliver(packet)
    const committed = await terminal.client.commit(packet.intakeId, 'key')
    if (!committed.ok) throw new Error(committed.failure.code)
    const [certificate, household] = committed.value.cases
    await hub.staff('POST', `/cases/${certificate?.caseId}/progress`, { status: 'accepted' })
    await hub.staff('POST', `/cases/${certificate?.caseId}/progress`, {
      status: 'completed',
      opinion: '准予',
    })
    const asked = await hub.staff('POST', `/cases/${household?.caseId}/supplement-requests`, {
      items: [{ materialId: 'household-register', text: '户口簿首页不清楚，请重新提供。' }],
      dueDate: '2026-12-01',
    })
    expect(asked.status).toBe(200)
    const types: string[] = []
    const positions: number[] = []
    let cursor: string | null = null
    for (let more = true; more;) {
      const path: string = `/feed?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`
      const response = await terminal.port.send({ method: 'GET', path, body: null })
      const page = JSON.parse(Buffer.from(response.body).toString()) as {
        events: { type: string; position: number; case?: { matterId: string; status: string } }[]
        cursor: string
        more: boolean
      }
      types.push(
        ...page.events.map(
          (event) => `${event.type}${event.case ? ` ${event.case.matterId} ${event.case.status}` : ''}`,
        ),
      )
      positions.push(...page.events.map((event) => event.position))
      ;({ cursor, more } = page)
    }
    expect(types).toEqual([
      'intake.accepted',
      'case.progressed birth-certificate accepted',
      'case.progressed birth-certificate completed',
      'case.progressed household-registration pending',
      'case.supplement-requested household-registration supplementing',
    ])
    expect(positions).toEqual([...positions].sort((a, b) => a - b))
    expect((await terminal.client.feed('nonsense')).ok).toBe(false)
    expect(await terminal.client.feed('nonsense')).toMatchObject({ failure: { remedy: 'resync' } })
  })

  it('lets a department see only what its matter asks for, and nobody without the token', async () => {
    const packet = await terminal.packet(hub.keys.publicKey)
    await terminal.deliver(packet)
    await terminal.client.commit(packet.intakeId, 'key')
    const insurance = await hub.staff('GET', '/departments/medical-insurance/cases')
    const { cases } = insurance.json as { cases: { intakeId: string; values: Record<string, string> }[] }
    const own = cases.find((one) => one.intakeId === packet.intakeId)
    expect(own?.values['mother.name']).toBe('欧试样')
    expect(own?.values).not.toHaveProperty('service.cardBank')
    const overview = JSON.stringify((await hub.staff('GET', '/intakes')).json)
    expect(overview).not.toContain('欧试样')
    expect((await fetch(`${hub.url}/intakes`)).status).toBe(401)
    expect(
      (await fetch(`${hub.url}/departments/police/cases`, { headers: { authorization: 'Bearer wrong' } }))
        .status,
    ).toBe(401)
  })

  it('answers nonsense with problem details, whatever it is', async () => {
    const attempts: [string, string, string | undefined][] = [
      ['GET', '/nowhere', undefined],
      ['POST', '/health', 'x'],
      ['PUT', '/terminals/T50', '{'],
      ['PUT', '/terminals/nonsense', '{}'],
      ['POST', '/cases/not-an-id/progress', '{}'],
    ]
    for (const [method, path, body] of attempts) {
      const response = await fetch(hub.url + path, {
        method,
        headers: { authorization: `Bearer ${hub.staffToken}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body }),
      })
      expect(response.status, path).toBeGreaterThanOrEqual(400)
      expect(response.status, path).toBeLessThan(500)
      expect(response.headers.get('content-type'), path).toContain('application/problem+json')
      expect(((await response.json()) as { type: string }).type).toMatch(/^urn:yichuang:problem:/)
    }
  })

  it('serves exactly the routes of its OpenAPI document, and answers as the document says', async () => {
    const document = (await (await fetch(`${hub.url}/openapi.json`)).json()) as {
      paths: Record<
        string,
        Record<string, { responses: Record<string, { content: Record<string, { schema: object }> }> }>
      >
    }
    expect(document).toEqual(JSON.parse(JSON.stringify(openApiDocument())))
    for (const operation of Object.values(operations) as Operation[]) {
      const route = { method: operation.method, url: operation.path.replaceAll(/\{(\w+)\}/g, ':$1') }
      expect(hub.server.hasRoute(route), operation.operationId).toBe(true)
    }
    const served =
      hub.server.printRoutes({ commonPrefix: false }).match(/\((?:GET|PUT|POST|DELETE|PATCH)[^)]*\)/g) ?? []
    const methods = served.flatMap((group) => group.slice(1, -1).split(', '))
    // Beside the contract: the document itself, metrics, two healths, and the nine routes of the supervisor's page.
    expect(methods).toHaveLength(Object.keys(operations).length + 13)

    const packet = await terminal.packet(hub.keys.publicKey)
    await terminal.deliver(packet)
    await terminal.client.commit(packet.intakeId, 'key')
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    for (const [path, answer] of [
      ['/health', await (await fetch(`${hub.url}/health`)).json()],
      ['/hub', await (await fetch(`${hub.url}/hub`)).json()],
      ['/intakes', (await hub.staff('GET', '/intakes')).json],
      ['/departments/{departmentId}/cases', (await hub.staff('GET', '/departments/police/cases')).json],
    ] as const) {
      const schema = document.paths[path]?.['get']?.responses['200']?.content['application/json']?.schema
      const valid = ajv.compile(schema as object)
      expect(valid(answer), `${path}: ${ajv.errorsText(valid.errors)}`).toBe(true)
    }
  })
})
