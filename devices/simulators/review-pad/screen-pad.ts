import { createHmac, randomBytes } from 'node:crypto'
import { WebSocketServer, type WebSocket } from 'ws'
import { z } from 'zod'
import { startControlServer } from '../control/control-server.ts'

export interface ScreenPadOptions {
  /** 0 (if absent) for any free one, on loopback. */
  readonly port?: number
  readonly key: string
  readonly controlPort?: number
}

/** What the pad with a screen can be told. */
export interface ScreenPadCommands {
  /** A finger on the level that the pad shows under this name, with reasons ticked. */
  answer: { args: { satisfaction: string; reasons?: string[] }; result: null }
  decline: { args: object; result: null }
  /** Sends any text at all, as a faulty pad might. */
  say: { args: { text: string }; result: null }
  /** `deaf`: takes questions without showing them; `frozen`: answers nothing, not even a ping. */
  mood: { args: { mood: 'well' | 'deaf' | 'frozen' }; result: null }
  unplug: { args: object; result: null }
  plug: { args: object; result: null }
  status: {
    args: object
    result: { connected: boolean; showing: { id: string; matter: string | null } | null }
  }
}

export interface ScreenPadSimulator {
  readonly transport: string
  readonly controlPort: number
  close(): Promise<void>
}

const wordSchema = z.looseObject({ type: z.string() })

/** The pad's state: at most one terminal, at most one question on the screen. */
class ScreenPad {
  mood: 'well' | 'deaf' | 'frozen' = 'well'
  terminal: WebSocket | null = null
  showing: { id: string; matter: string | null } | null = null
  readonly #key: string

  constructor(key: string) {
    this.#key = key
  }

  say(word: object): void {
    if (this.mood !== 'frozen') this.terminal?.send(JSON.stringify(word))
  }

  welcome(socket: WebSocket): void {
    const nonce = randomBytes(16).toString('hex')
    let known = false
    socket.send(
      JSON.stringify({ type: 'hello', protocol: 'yichuang-review', version: 1, pad: 'simulated', nonce }),
    )
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (this.terminal !== socket) return
      this.terminal = null
      this.showing = null
    })
    socket.on('message', (data) => {
      const word = wordSchema.parse(JSON.parse((data as Buffer).toString('utf8')))
      if (known) this.#obey(word)
      else {
        known = word['proof'] === createHmac('sha256', this.#key).update(nonce).digest('hex')
        socket.send(JSON.stringify({ type: known ? 'ready' : 'refused' }))
        if (known) this.terminal = socket
      }
    })
  }

  #obey(word: z.infer<typeof wordSchema>): void {
    if (word.type === 'ping') this.say({ type: 'pong', n: word['n'] })
    if (word.type === 'end' && this.showing?.id === word['id']) this.showing = null
    if (word.type !== 'ask' || this.mood !== 'well') return
    const { id, matter } = z.looseObject({ id: z.string(), matter: z.string().optional() }).parse(word)
    this.showing = { id, matter: matter ?? null }
    this.say({ type: 'shown', id })
  }
}

/** Starts a 评价器 that serves Yichuang's protocol, from the pad's side. */
export async function startScreenPadSimulator(options: ScreenPadOptions): Promise<ScreenPadSimulator> {
  const pad = new ScreenPad(options.key)
  let server = await listen(options.port ?? 0, pad)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const unplug = async (): Promise<void> => {
    for (const client of server.clients) client.terminate()
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve()
      })
    })
  }
  const onScreen = (): string => {
    if (pad.showing === null) throw new Error('nothing is shown')
    return pad.showing.id
  }
  const control = await startControlServer(options.controlPort ?? 0, {
    answer: (args) => {
      const answer = z
        .object({ satisfaction: z.string(), reasons: z.array(z.string()).optional() })
        .parse(args)
      pad.say({ type: 'answer', id: onScreen(), ...answer })
    },
    decline: () => {
      pad.say({ type: 'declined', id: onScreen() })
    },
    say: (args) => {
      pad.terminal?.send(z.object({ text: z.string() }).parse(args).text)
    },
    mood: (args) => {
      pad.mood = z.object({ mood: z.enum(['well', 'deaf', 'frozen']) }).parse(args).mood
    },
    unplug,
    plug: async () => {
      server = await listen(port, pad)
    },
    status: () => ({ connected: pad.terminal !== null, showing: pad.showing }),
  })
  return {
    transport: `ws://127.0.0.1:${String(port)}/`,
    controlPort: control.port,
    close: async () => {
      await control.close()
      await unplug()
    },
  }
}

function listen(port: number, pad: ScreenPad): Promise<WebSocketServer> {
  return new Promise((resolve, reject) => {
    const server = new WebSocketServer({ port, host: '127.0.0.1', maxPayload: 64 * 1024 })
    server.once('error', reject)
    server.once('listening', () => {
      resolve(server)
    })
    server.on('connection', (socket) => {
      pad.welcome(socket)
    })
  })
}
