import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID, sign } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hubInfoSchema, intakeListSchema, signRequest } from '#sync/api'
import type { TerminalInfo } from '#shell/contract'
import { afterTest } from './desk.test-support.ts'
import { fault, type FileShell } from './file-shell.test-support.ts'
import type { ShellPorts } from './intake-desk.ts'

/** The real hub in a process of its own, on a folder that outlives it. */
export class HubProcess {
  readonly folder: string
  #child: ChildProcess | null = null
  port = 0

  private constructor(folder: string) {
    this.folder = folder
  }

  /** Starts one, after what is laid into its folder; its caller calls {@link remove} in the end. */
  static async start(lay: (folder: string) => Promise<void> = () => Promise.resolve()): Promise<HubProcess> {
    const hub = new HubProcess(await mkdtemp(join(tmpdir(), 'yichuang-hub-')))
    await lay(hub.folder)
    await hub.restart()
    return hub
  }

  async remove(): Promise<void> {
    await this.end()
    await rm(this.folder, { recursive: true, force: true })
  }

  /** Kills it, if it runs, and starts it again. */
  async restart(): Promise<void> {
    await this.end()
    const script = [
      '--import',
      'tsx',
      'sync/hub/main.ts',
      '--port',
      '0',
      '--data',
      this.folder,
      '--demonstration',
    ]
    const child = spawn(process.execPath, [...script, '--stop-with-parent'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#child = child
    this.port = await new Promise<number>((resolve, reject) => {
      let text = ''
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString()
        const ready = /^hub ready on http:\S+:(\d+)/m.exec(text)
        if (ready !== null) resolve(Number(ready[1]))
      })
      child.once('exit', (code) => reject(new Error(`the hub ended with ${code} before it was ready`)))
    })
  }

  async end(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async encryptionKey(): Promise<TerminalInfo['hubKey']> {
    return hubInfoSchema.parse(await (await fetch(`${this.url}/hub`)).json()).encryptionKey
  }

  /** What the hub has of one terminal, by its own list. */
  async intakesOf(terminalId: string) {
    const { intakes } = intakeListSchema.parse(await this.asStaff('GET', '/intakes'))
    return intakes.filter((intake) => intake.terminalId === terminalId)
  }

  /** Calls the hub as a department or a supervisor does. */
  async asStaff(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const token = (await readFile(join(this.folder, 'keys', 'staff.token'), 'utf8')).trim()
    const response = await fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`the hub answered ${response.status} to ${method} ${path}`)
    return response.json()
  }
}

/** A wire to the hub that can be cut, and that can swallow an answer. */
export class Relay {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #target: () => number
  cut = false
  /** The answer to the next request whose head matches is swallowed and its line broken. */
  swallowAnswerTo: RegExp | null = null
  swallowed = 0
  /** First lines of the requests that went through. */
  readonly seen: string[] = []

  private constructor(target: () => number) {
    this.#target = target
    this.#server = createServer((socket) => this.#join(socket))
  }

  static async to(hub: HubProcess): Promise<Relay> {
    const relay = new Relay(() => hub.port)
    await new Promise<void>((resolve) => relay.#server.listen(0, '127.0.0.1', resolve))
    afterTest(() => relay.close())
    return relay
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Breaks all lines; with `cut`, new ones are broken too. */
  breakLines(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  async close(): Promise<void> {
    this.breakLines()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #join(near: Socket): void {
    if (this.cut) {
      near.destroy()
      return
    }
    const far = connect(this.#target(), '127.0.0.1')
    let swallow = false
    near.on('data', (chunk: Buffer) => {
      const head = chunk.toString('latin1').split('\r\n', 1)[0] ?? ''
      if (/ HTTP\/1\.1$/.test(head)) this.seen.push(head)
      if (this.swallowAnswerTo?.test(head) === true) {
        this.swallowAnswerTo = null
        swallow = true
      }
      far.write(chunk)
    })
    far.on('data', (chunk: Buffer) => {
      if (!swallow) near.write(chunk)
      else {
        this.swallowed += 1
        near.destroy()
      }
    })
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        this.#sockets.delete(one)
        other.destroy()
      })
    }
  }
}

/** The main process's line to the hub: enrols, signs, sends. */
export function hubSendOver(shell: FileShell, url: () => string): ShellPorts['hubSend'] {
  let enrolled = false
  type Asked = Parameters<ShellPorts['hubSend']>[0]
  const exchange = async ({ method, path, body, contentType, headers }: Asked) => {
    const keyId = shell.place.terminalId
    const signed = await signRequest(
      { method, path, body },
      { keyId, sign: async (data) => new Uint8Array(sign(null, data, shell.privateKey)) },
    )
    const response = await fetch(url() + path, {
      method,
      headers: {
        ...headers,
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
        ...signed,
      },
      body: body === null ? null : new Uint8Array(body),
      redirect: 'manual',
    }).catch(() => {
      throw fault('hub.unreachable', true)
    })
    const bytes = await response.arrayBuffer().catch(() => {
      throw fault('hub.unreachable', true)
    })
    const answered = Object.fromEntries(response.headers as unknown as Iterable<[string, string]>)
    return { status: response.status, headers: answered, body: new Uint8Array(bytes) }
  }
  return async (request) => {
    if (!enrolled) {
      const publicKey = Buffer.from(shell.publicKey).toString('base64url')
      const body = new TextEncoder().encode(
        JSON.stringify({ siteCode: shell.place.siteCode, name: '试验终端', publicKey }),
      )
      const path = `/terminals/${shell.place.terminalId}`
      const asked = {
        requestId: randomUUID(),
        method: 'PUT',
        path,
        contentType: 'application/json',
        body,
      } as const
      enrolled = (await exchange(asked)).status < 300
    }
    return exchange(request)
  }
}
