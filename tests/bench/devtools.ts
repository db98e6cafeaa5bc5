import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'
import { z } from 'zod'
import type { Child } from '#build/process'

const messageSchema = z.object({
  id: z.number().optional(),
  method: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.object({ message: z.string() }).optional(),
})
const attachedSchema = z.object({ sessionId: z.string(), targetInfo: z.object({ type: z.string() }) })
const evaluatedSchema = z.object({
  result: z.object({ value: z.unknown().optional() }),
  exceptionDetails: z.object({ text: z.string() }).optional(),
})

interface Waiting {
  resolve(result: Record<string, unknown>): void
  reject(error: Error): void
}

const readyMs = 60_000
const quitMs = 20_000

/** The switch that makes Electron tell {@link Devtools.of} where it listens. */
export const devtoolsSwitch = '--remote-debugging-port=0'
/** The switch for {@link Devtools.mainOf}. */
export const inspectSwitch = '--inspect=0'

/**
 * The pages and workers of a running Electron by Chromium's own protocol, with no domain switched on that would keep
 * what passes: a page that is measured should carry nothing of who measures it.
 */
export class Devtools {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, Waiting>()
  readonly #sessions: { readonly type: string; readonly sessionId: string }[] = []
  #lastId = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data: Buffer) => this.#heard(data.toString('utf8')))
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Electron ended'))
      this.#waiting.clear()
    })
  }

  /** @param child Electron, started with {@link devtoolsSwitch} and a log file */
  static async of(child: Child): Promise<Devtools> {
    const devtools = await Devtools.#connected(child, /DevTools listening on (ws:\S+)/)
    await devtools.#attachAll()
    return devtools
  }

  /** The main process alone, by Node's own end of the same protocol. @param child started with {@link inspectSwitch} too */
  static mainOf(child: Child): Promise<Devtools> {
    return Devtools.#connected(child, /Debugger listening on (ws:\S+)/)
  }

  static async #connected(child: Child, told: RegExp): Promise<Devtools> {
    const [, url = ''] = await child.line(told, readyMs)
    const socket = new WebSocket(url)
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('error', reject)
    })
    return new Devtools(socket)
  }

  /** Calls a method of the protocol; without a session it is the browser's. @throws Error as Chromium words it */
  call(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    const id = ++this.#lastId
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }))
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
  }

  /** Sessions of the targets of that type, e.g. `page` or `worker`. */
  sessions(type: string): string[] {
    return this.#sessions.filter((one) => one.type === type).map(({ sessionId }) => sessionId)
  }

  /** The first page, as soon as there is one. */
  async page(): Promise<string> {
    const until = performance.now() + readyMs
    for (;;) {
      const [page] = this.sessions('page')
      if (page !== undefined) return page
      if (performance.now() > until) throw new Error('Electron opened no page')
      await sleep(2)
    }
  }

  /** The value of an expression in a page, awaited there. @throws Error when it throws, or the page goes elsewhere */
  async evaluate(sessionId: string, expression: string): Promise<unknown> {
    const params = { expression, awaitPromise: true, returnByValue: true }
    const answer = evaluatedSchema.parse(await this.call('Runtime.evaluate', params, sessionId))
    if (answer.exceptionDetails !== undefined) throw new Error(answer.exceptionDetails.text)
    return answer.result.value
  }

  /** Frees what is garbage: of a page or worker, or without a session of the process itself. */
  async collectGarbage(sessionId?: string): Promise<void> {
    // Twice: what the first finds dead may have held something else.
    for (let times = 0; times < 2; times += 1) await this.call('HeapProfiler.collectGarbage', {}, sessionId)
  }

  close(): void {
    this.#socket.close()
  }

  /** Ends Electron as its last window would, so that it keeps what it has to keep. */
  async quit(child: Child): Promise<void> {
    // It may be gone before it has answered.
    await this.call('Browser.close').catch(() => undefined)
    await Promise.race([child.exited, sleep(quitMs)])
    this.#socket.close()
  }

  async #attachAll(sessionId?: string): Promise<void> {
    const params = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true }
    await this.call('Target.setAutoAttach', params, sessionId)
  }

  #heard(text: string): void {
    const { id, method, params, result, error } = messageSchema.parse(JSON.parse(text))
    if (method === 'Target.attachedToTarget') {
      const { sessionId, targetInfo } = attachedSchema.parse(params)
      this.#sessions.push({ type: targetInfo.type, sessionId })
      // A page's workers are told to the session of the page only.
      if (targetInfo.type === 'page') void this.#attachAll(sessionId).catch(() => undefined)
    }
    if (method === 'Target.detachedFromTarget') {
      const at = this.#sessions.findIndex(({ sessionId }) => sessionId === params?.['sessionId'])
      if (at >= 0) this.#sessions.splice(at, 1)
    }
    if (id === undefined) return
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error !== undefined) waiting?.reject(new Error(error.message))
    else waiting?.resolve(result ?? {})
  }
}
