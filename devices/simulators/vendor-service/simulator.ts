import { createServer, type Server, type ServerResponse } from 'node:http'
import iconv from 'iconv-lite'
import { WebSocketServer } from 'ws'
import { z } from 'zod'
import { startControlServer } from '../control/control-server.ts'
import { inventPerson } from '../fixtures/people.ts'
import { vendorServicePanel } from './panel.ts'

/** What can be done with the reader and its service. */
export interface VendorServiceCommands {
  'insert-card': { args: { seed: number }; result: null }
  'remove-card': { args: object; result: null }
  /** How the next answer goes wrong. */
  'spoil-next': {
    args: { how: 'garbage' | 'html' | 'error-code' | 'cut' | 'huge' | 'redirect' | 'silence' | 'half-a-card' }
    result: null
  }
  status: { args: object; result: { asked: number } }
  unplug: { args: object; result: null }
  plug: { args: object; result: null }
}

export interface VendorServiceSimulator {
  /** The HTTP address; the WebSocket is at `/socket` of the same port. */
  readonly transport: string
  readonly controlPort: number
  close(): Promise<void>
}

export interface VendorServiceOptions {
  readonly port?: number
  readonly controlPort?: number
  /** In GBK, as services of an older make answer. */
  readonly gbk?: boolean
}

const spoilings = [
  'garbage',
  'html',
  'error-code',
  'cut',
  'huge',
  'redirect',
  'silence',
  'half-a-card',
] as const
type Spoiling = (typeof spoilings)[number]

/**
 * An invented maker's service for an ID card reader: GET /api/readIdCard, or `{"cmd":"read"}` over a WebSocket, is answered with
 * `resultFlag`, `errorMsg` and `resultContent`. Real ones look like it and are all different.
 */
export async function startVendorServiceSimulator(
  options: VendorServiceOptions = {},
): Promise<VendorServiceSimulator> {
  let seed: number | null = null
  let spoiling: Spoiling | null = null
  let asked = 0
  let server: Server | null = null

  const take = (): Spoiling | null => {
    const next = spoiling
    spoiling = null
    asked += 1
    return next
  }
  const answer = (how: Spoiling | null): string => {
    if (how === 'garbage') return '{"resultFlag":'
    if (how === 'html') return '<html><body>It works</body></html>'
    if (how === 'error-code') return JSON.stringify({ resultFlag: -22, errorMsg: '读卡模块异常' })
    if (how === 'huge') return JSON.stringify({ resultFlag: 0, filler: 'x'.repeat(6 * 1024 * 1024) })
    if (seed === null) return JSON.stringify({ resultFlag: -1, errorMsg: '未放卡' })
    const card = cardOf(seed)
    return JSON.stringify({
      resultFlag: 0,
      errorMsg: '',
      resultContent: how === 'half-a-card' ? { partyName: card.partyName } : card,
    })
  }
  const reply = (response: ServerResponse): void => {
    const how = take()
    if (how === 'silence') return
    if (how === 'redirect') {
      response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()
      return
    }
    const text = answer(how)
    const bytes = options.gbk === true ? iconv.encode(text, 'gbk') : Buffer.from(text)
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length })
    if (how === 'cut') response.write(bytes.subarray(0, 20), () => response.destroy())
    else response.end(bytes)
  }

  const listen = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const next = createServer((request, response) => {
        request.resume()
        if (request.url === '/api/readIdCard') reply(response)
        else response.writeHead(404).end()
      })
      const sockets = new WebSocketServer({ server: next, path: '/socket' })
      sockets.on('connection', (socket) => {
        socket.on('error', () => undefined)
        socket.send(JSON.stringify({ event: 'hello', version: '1.0' }))
        socket.on('message', () => {
          const how = take()
          if (how === 'cut') socket.terminate()
          else if (how !== 'silence') socket.send(answer(how))
        })
      })
      next.once('error', reject)
      next.listen(port, '127.0.0.1', () => {
        server = next
        const address = next.address()
        resolve(typeof address === 'object' && address !== null ? address.port : port)
      })
      next.on('close', () => {
        for (const client of sockets.clients) client.terminate()
      })
    })
  const unplug = async (): Promise<void> => {
    const open = server
    server = null
    if (open === null) return
    open.closeAllConnections()
    await new Promise((resolve) => open.close(resolve))
  }
  const port = await listen(options.port ?? 0)
  const control = await startControlServer(
    options.controlPort ?? 0,
    {
      'insert-card': (args) => {
        seed = z.object({ seed: z.int() }).parse(args).seed
      },
      'remove-card': () => {
        seed = null
      },
      'spoil-next': (args) => {
        spoiling = z.object({ how: z.enum(spoilings) }).parse(args).how
      },
      status: () => ({ asked }),
      unplug,
      plug: async () => {
        if (server === null) await listen(port)
      },
    },
    vendorServicePanel,
  )
  return {
    transport: `http://127.0.0.1:${String(port)}/api/readIdCard`,
    controlPort: control.port,
    close: async () => {
      await control.close()
      await unplug()
    },
  }
}

/** The person in this maker's words. */
function cardOf(seed: number) {
  const person = inventPerson(seed)
  if (person.edition !== 'resident') throw new Error('this service knows residents only')
  const dotted = (date: string): string => date.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1.$2.$3')
  return {
    partyName: person.name,
    gender: person.sex === '1' ? '男' : '女',
    nation: person.nation,
    bornDay: `${person.birth.slice(0, 4)}年${String(Number(person.birth.slice(4, 6)))}月${String(Number(person.birth.slice(6)))}日`,
    certAddress: person.address,
    certNumber: person.number,
    certOrg: person.authority,
    effDate: dotted(person.validFrom),
    expDate: dotted(person.validUntil),
    identityPic: Buffer.alloc(300, 0x42).toString('base64'),
  }
}
