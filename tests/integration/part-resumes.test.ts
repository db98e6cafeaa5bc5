import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { randomBytes } from 'node:crypto'
import { terminalConfigSchema } from '#shell/contract'
import { HubClient } from '#sync/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { HubLink } from '../../electron/main/modules/hub-link.ts'
import { TestHub } from '../../sync/hub/test-hub.test-support.ts'
import { TestTerminal, type TestPacket } from '../../sync/hub/terminal.test-support.ts'

const kilobyte = 1024
const scanBytes = 3_000 * kilobyte
/** What a connection carries before it breaks. */
const carries = 700 * kilobyte

/** A line that breaks whenever so much has gone up through one connection. */
class BreakingLine {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  carriedUp = 0
  breaks = 0
  broken = true

  private constructor(hubPort: number) {
    this.#server = createServer((socket) => {
      const up = connect(hubPort, '127.0.0.1')
      let carried = 0
      for (const one of [socket, up]) {
        this.#sockets.add(one)
        one.on('error', () => undefined)
        one.on('close', () => {
          socket.destroy()
          up.destroy()
          this.#sockets.delete(one)
        })
      }
      socket.on('data', (chunk: Buffer) => {
        carried += chunk.length
        this.carriedUp += chunk.length
        if (this.broken && carried > carries) {
          this.breaks += 1
          socket.destroy()
        } else up.write(chunk)
      })
      up.pipe(socket)
    })
  }

  static async open(hubPort: number): Promise<BreakingLine> {
    const line = new BreakingLine(hubPort)
    await new Promise<void>((resolve) => line.#server.listen(0, '127.0.0.1', resolve))
    return line
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }
}

let hub: TestHub
let line: BreakingLine
let link: HubLink
let client: HubClient
let packet: TestPacket

beforeAll(async () => {
  hub = await TestHub.start()
  line = await BreakingLine.open(Number(new URL(hub.url).port))
  const sealer = new TestTerminal(hub.url)
  const identity = {
    publicKey: sealer.publicKey,
    sign: (data: Uint8Array) => sealer.sign(data),
    verify: () => false,
  }
  const config = terminalConfigSchema.parse({
    schema: 1,
    mode: 'station',
    site: { code: '430102', name: '示范政务服务中心', place: '村级便民服务站' },
    terminal: { id: sealer.terminalId },
    hub: { url: line.url, encryptionKey: hub.keys.publicKey },
  })
  link = new HubLink(config, identity)
  client = new HubClient({
    send: ({ body, ...request }) =>
      link.send({
        requestId: crypto.randomUUID(),
        ...request,
        headers: { ...request.headers },
        body: body instanceof Uint8Array ? body : null,
      }),
  })
  const scan = new Uint8Array(randomBytes(scanBytes))
  packet = await sealer.packet(hub.keys.publicKey, {}, new Map([['scan-1', scan]]))
}, 60_000)

afterAll(async () => {
  line.close()
  await hub.remove()
})

it('brings a large scan through a line that breaks again and again, and sends little of it twice', async () => {
  expect(await client.announce(packet)).toMatchObject({ ok: true })
  let tries = 0
  for (const [index, part] of packet.parts.entries()) {
    for (let arrived = false; !arrived; tries++) {
      // Whole, it would never come: a connection carries less than half of it.
      if (tries > 30) throw new Error('it does not arrive')
      const request = {
        requestId: crypto.randomUUID(),
        path: `/intakes/${packet.intakeId}/parts/${part.id}`,
        body: part.bytes,
        resume: tries > index,
      }
      arrived = await link.sendPart(request).then(
        ({ status }) => status === 200,
        () => false,
      )
    }
  }
  expect(line.breaks).toBeGreaterThan(2)
  expect(line.carriedUp).toBeLessThan(scanBytes * 2)
  expect(await client.commit(packet.intakeId, 'key-1')).toMatchObject({
    ok: true,
    value: { packetHash: packet.packetHash },
  })
})
