import { execFileSync, spawn } from 'node:child_process'
import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shellErrorCodes, terminalConfigSchema } from '#shell/contract'
import { bodyBytes, HubClient } from '#sync/api'
import { readCatalogue } from '#sync/catalogue/disk'
import { errors } from '../../renderer/messages/zh-CN/errors.ts'
import { loadConfig } from '../../electron/main/modules/config-file.ts'
import { HubLink } from '../../electron/main/modules/hub-link.ts'
import { PartFolder } from '../../sync/hub/durable-folder.ts'
import { postgresMissing, TestPostgres } from '../../sync/hub/postgres.test-support.ts'
import { createServer } from '../../sync/hub/server.ts'
import { TestTerminal } from '../../sync/hub/terminal.test-support.ts'
import { TestHub } from '../../sync/hub/test-hub.test-support.ts'

let folder: string
let postgres: TestPostgres | null = null
let hub: TestHub
const servers: FastifyInstance[] = []
const path = (name: string): string => join(folder, name)
const openssl = (...args: string[]): void =>
  void execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })

function makeAuthority(name: string): void {
  openssl(
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-keyout', `${name}.key`, '-out', `${name}.pem`, '-subj', `/CN=${name}`],
  )
}

/** A certificate by that authority. @param days negative for one that is over */
function makeCertificate(name: string, authority: string, address: string, days: number): void {
  writeFileSync(path(`${name}.ext`), `subjectAltName=${address}\n`)
  openssl(
    ...['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`],
    ...['-keyout', `${name}.key`, '-out', `${name}.csr`],
  )
  openssl(
    ...['x509', '-req', '-in', `${name}.csr`, '-CA', `${authority}.pem`, '-CAkey', `${authority}.key`],
    ...['-CAcreateserial', '-days', String(days), '-extfile', `${name}.ext`, '-out', `${name}.pem`],
  )
}

/** The same hub, once more, with this certificate. */
async function serve(name: string): Promise<string> {
  const server = createServer({
    database: hub.database,
    keys: hub.keys,
    staffToken: hub.staffToken,
    parts: new PartFolder(join(hub.folder, 'parts')),
    catalogue: readCatalogue(),
    demonstration: true,
    tls: { cert: readFileSync(path(`${name}.pem`)), key: readFileSync(path(`${name}.key`)) },
  })
  servers.push(server)
  return server.listen({ port: 0, host: '127.0.0.1' })
}

const urls: Record<string, string> = {}
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tls-'))
  makeAuthority('ours')
  makeAuthority('theirs')
  makeCertificate('good', 'ours', 'IP:127.0.0.1', 1)
  makeCertificate('over', 'ours', 'IP:127.0.0.1', -1)
  makeCertificate('elsewhere', 'ours', 'DNS:hub.example', 1)
  makeCertificate('stranger', 'theirs', 'IP:127.0.0.1', 1)
  if (postgresMissing() === null) postgres = await TestPostgres.start()
  hub = await TestHub.start(undefined, postgres === null ? {} : { postgres: postgres.database('tls') })
  for (const name of ['good', 'over', 'elsewhere', 'stranger']) urls[name] = await serve(name)
}, 120_000)
afterAll(async () => {
  for (const server of servers) await server.close()
  await hub.remove()
  await postgres?.remove()
  rmSync(folder, { recursive: true, force: true })
})

const keys = generateKeyPairSync('ed25519')
const identity = {
  publicKey: new Uint8Array(Buffer.from(keys.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')),
  sign: (data: Uint8Array) => new Uint8Array(sign(null, data, keys.privateKey)),
  verify: () => false,
}

/** The terminal's own line, as its main process makes it. @param authority file of the CA that it knows; null for none */
function line(url: string, authority: string | null): HubClient {
  const config = terminalConfigSchema.parse({
    schema: 1,
    mode: 'window',
    site: { code: '430102', name: '示范政务服务中心', place: '3号综合窗口' },
    terminal: { id: 'T77' },
    hub: { url, encryptionKey: hub.keys.publicKey },
  })
  const known = authority === null ? null : readFileSync(path(authority), 'utf8')
  const link = new HubLink(config, identity, { authority: known })
  return new HubClient({
    send: async ({ method, path: where, body, contentType, headers }) =>
      link.send({
        requestId: crypto.randomUUID(),
        method,
        path: where,
        body: await bodyBytes(body),
        ...(contentType === undefined ? {} : { contentType }),
        ...(headers === undefined ? {} : { headers: { ...headers } }),
      }),
  })
}

/** An intake of this terminal, sealed and signed with its key. */
async function sealed() {
  const maker = new TestTerminal(hub.url, 'T77')
  const packet = await maker.packet(hub.keys.publicKey)
  return { ...packet, signature: identity.sign(packet.headerBytes) }
}

describe('a terminal that knows one authority', () => {
  it.each([
    ['stranger', 'hub.certificate-unknown'],
    ['over', 'hub.certificate-expired'],
    ['elsewhere', 'hub.certificate-wrong-host'],
  ] as const)(
    'sends nothing to who cannot prove to be the hub (%s), and loses nothing',
    async (which, code) => {
      const packet = await sealed()
      const refused = await line(urls[which] ?? '', 'ours.pem').announce(packet)
      expect(refused).toMatchObject({ ok: false, failure: { class: 'retry', code, status: 0 } })
      expect(
        await hub.database.rows('SELECT 1 FROM intakes WHERE intake_id = $1', [packet.intakeId]),
      ).toEqual([])
      // Plain words for the clerk, with nothing of the technique in them.
      expect(Object.values(errors[code]).join('')).not.toMatch(/[A-Za-z]/)
      expect(shellErrorCodes[code]).toBe(true)
      // The very same packet arrives as soon as the certificate is right.
      const good = line(urls['good'] ?? '', 'ours.pem')
      expect(await good.announce(packet)).toMatchObject({ ok: true })
      for (const part of packet.parts) {
        const { intakeId } = packet
        const sent = await good.uploadPart({ intakeId, partId: part.id, read: async () => part.bytes })
        expect(sent.ok).toBe(true)
      }
      expect(await good.commit(packet.intakeId, 'key')).toMatchObject({ ok: true })
      expect(await good.feed(null)).toMatchObject({ ok: true })
    },
  )

  it('does not trust what the system trusts beside it', async () => {
    expect(await line(urls['good'] ?? '', 'theirs.pem').feed(null)).toMatchObject({
      failure: { code: 'hub.certificate-unknown' },
    })
  })

  it('is told from one that knows none: there the system decides, and refuses what it does not know', async () => {
    expect(await line(urls['good'] ?? '', null).feed(null)).toMatchObject({
      failure: { code: 'hub.certificate-unknown' },
    })
  })

  it('is given it by terminal.yaml, which says what is wrong with it', async () => {
    const write = (hubUrl: string, file: string): string => {
      const text = `schema: 1
mode: window
site: { code: "430102", name: 示范大厅, place: 3号综合窗口 }
terminal: { id: T01 }
hub:
  url: ${hubUrl}
  caFile: ${file}
  encryptionKey: { keyId: h1, publicKey: { kty: EC, crv: P-256, x: abc, y: def } }
`
      writeFileSync(path('terminal.yaml'), text)
      return path('terminal.yaml')
    }
    writeFileSync(
      path('operators.yaml'),
      'operators: [{ id: "1001", name: 演示员, role: clerk, passwordHash: "$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA" }]\n',
    )
    const { hubAuthority } = await loadConfig(write('https://127.0.0.1:1', 'ours.pem'))
    expect(hubAuthority).toBe(readFileSync(path('ours.pem'), 'utf8'))
    await expect(loadConfig(write('https://127.0.0.1:1', 'good.pem'))).rejects.toThrow('不是 CA 证书')
    await expect(loadConfig(write('https://127.0.0.1:1', 'none.pem'))).rejects.toThrow('读不到')
    await expect(loadConfig(write('http://127.0.0.1:1', 'ours.pem'))).rejects.toThrow('https://')
  })
})

describe.skipIf(postgresMissing() !== null)('the hub’s command', () => {
  it('serves HTTPS with --tls-cert and --tls-key', async () => {
    const child = spawn(
      process.execPath,
      [
        ...['--import', 'tsx', 'sync/hub/main.ts', '--port', '0', '--data', join(folder, 'hub')],
        ...['--demonstration', '--tls-cert', path('good.pem'), '--tls-key', path('good.key')],
      ],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, DATABASE_URL: (postgres as TestPostgres).database('process') },
      },
    )
    try {
      let url = ''
      for await (const text of createInterface({ input: child.stdout })) {
        url = /^hub ready on (https:\S+)$/.exec(text)?.[1] ?? ''
        if (url !== '') break
      }
      expect(await line(url, 'ours.pem').feed(null)).toMatchObject({ ok: true })
    } finally {
      child.kill('SIGKILL')
    }
  }, 120_000)
})
