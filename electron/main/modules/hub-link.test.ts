import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { channels, terminalConfigSchema } from '#shell/contract'
import { HubLink } from './hub-link.ts'
import type { TerminalIdentity } from './terminal-identity.ts'

const identity: TerminalIdentity = {
  publicKey: new Uint8Array(32),
  sign: () => new Uint8Array(64),
  verify: () => false,
}

interface Listener {
  readonly url: string
  readonly heard: string[]
  readonly agents: (string | undefined)[]
  readonly server: Server
}

async function listen(): Promise<Listener> {
  const heard: string[] = []
  const agents: (string | undefined)[] = []
  const server = createServer((request, response) => {
    agents.push(request.headers['user-agent'])
    heard.push(`${request.method ?? ''} ${request.url ?? ''}`)
    response.writeHead(302, { location: 'http://elsewhere.invalid/' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard, agents, server }
}

describe('the line to the hub', () => {
  let hub: Listener
  let stranger: Listener
  let link: HubLink
  const send = (path: string): Promise<unknown> =>
    link.send({ requestId: crypto.randomUUID(), method: 'POST', path, body: new Uint8Array([1]) })

  beforeEach(async () => {
    hub = await listen()
    stranger = await listen()
    const key = { keyId: 'k', publicKey: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } }
    const config = terminalConfigSchema.parse({
      schema: 1,
      mode: 'window',
      site: { code: '430102', name: '示范政务服务中心', place: '3号综合窗口' },
      terminal: { id: 'T01' },
      hub: { url: hub.url, encryptionKey: key },
    })
    link = new HubLink(config, identity, { software: 'Yichuang/0.1.0' })
  })

  afterEach(() => {
    for (const { server } of [hub, stranger]) server.close()
  })

  it('tells the hub which software it is', async () => {
    await send('/feed')
    expect(new Set(hub.agents)).toEqual(new Set(['Yichuang/0.1.0']))
  })

  it('takes a path to the hub, follows no redirect, and leads nowhere else', async () => {
    expect(await send('/feed')).toMatchObject({ status: 302 })
    const authority = stranger.url.slice('http:'.length)
    await expect(send(`${authority}/intakes`)).rejects.toMatchObject({ code: 'shell.bad-arguments' })
    expect(stranger.heard).toEqual([])
    expect(hub.heard).toContain('POST /feed')
  })

  it.each([
    '//elsewhere.invalid/x',
    '/\\elsewhere.invalid',
    'http://elsewhere.invalid',
    '/x y',
    '/x\r\ny',
    '',
  ])('does not even take the path %j from a page', (path) => {
    const request = { requestId: crypto.randomUUID(), method: 'GET', path, body: null }
    expect(channels['hub:send'].input.safeParse(request).success).toBe(false)
    expect(channels['hub:send'].input.safeParse({ ...request, path: '/feed?after=x' }).success).toBe(true)
  })

  it.each(['host', 'content-length', 'signature', 'authorization', 'connection'])(
    'takes no header %s from a page',
    (name) => {
      const request = { requestId: crypto.randomUUID(), method: 'GET', path: '/feed', body: null }
      const headers = { [name]: 'x' }
      expect(channels['hub:send'].input.safeParse({ ...request, headers }).success).toBe(false)
    },
  )
})

describe('what is sent to a hub', () => {
  let server: Server
  let link: HubLink
  let heard: { encoding: string | undefined; body: Buffer }[]
  /** What the hub says of itself. */
  let takes: string | null
  let refusesPacked: boolean

  beforeEach(async () => {
    heard = []
    takes = 'gzip'
    refusesPacked = false
    server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const encoding = request.headers['content-encoding']
        heard.push({ encoding, body: Buffer.concat(chunks) })
        if (takes !== null) response.setHeader('accept-encoding', takes)
        response.writeHead(encoding !== undefined && refusesPacked ? 415 : 200)
        response.end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const key = { keyId: 'k', publicKey: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } }
    const config = terminalConfigSchema.parse({
      schema: 1,
      mode: 'window',
      site: { code: '430102', name: '示范政务服务中心', place: '3号综合窗口' },
      terminal: { id: 'T01' },
      hub: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, encryptionKey: key },
    })
    link = new HubLink(config, identity)
  })
  afterEach(() => server.close())

  const text = JSON.stringify({ words: '办理'.repeat(2_000) })
  const send = (contentType: string, body = text): Promise<{ status: number }> =>
    link.send({
      requestId: crypto.randomUUID(),
      method: 'PUT',
      path: '/intakes/x',
      contentType,
      body: new TextEncoder().encode(body),
    })

  it('is packed when it is JSON, long enough, and the hub has said that it reads that', async () => {
    await send('application/json')
    await send('application/octet-stream')
    await send('application/json', '{}')
    const [, packed, scan, short] = heard
    expect(packed?.encoding).toBe('gzip')
    expect(packed?.body.length).toBeLessThan(text.length / 10)
    expect(gunzipSync(packed?.body ?? Buffer.alloc(0)).toString()).toBe(text)
    expect([scan?.encoding, short?.encoding]).toEqual([undefined, undefined])
    expect(scan?.body.toString()).toBe(text)
  })

  it('is plain for a hub that has never said so', async () => {
    takes = null
    await send('application/json')
    await send('application/json')
    expect(heard.map(({ encoding }) => encoding)).toEqual([undefined, undefined, undefined])
  })

  it('is sent again in plain when a hub of an older make has taken over', async () => {
    await send('application/json', '{}')
    takes = null
    refusesPacked = true
    expect(await send('application/json')).toMatchObject({ status: 200 })
    expect(heard.map(({ encoding }) => encoding)).toEqual([undefined, undefined, 'gzip', undefined])
  })
})
