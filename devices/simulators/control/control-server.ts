import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { plainPanel, type SimulatorPanel } from './panel.ts'

/** What a simulator can be told: one handler a command, given the command's arguments as they came. */
export type ControlHandlers = Readonly<Record<string, (args: unknown) => unknown>>

export interface ControlServer {
  readonly port: number
  close(): Promise<void>
}

const requestSchema = z.object({ id: z.number(), command: z.string(), args: z.unknown().optional() })

/**
 * The side door of a simulator: newline-delimited JSON on a loopback port.
 * `{"id":1,"command":"insert-card","args":{"seed":7}}` is answered by `{"id":1,"ok":true,"result":…}` or
 * `{"id":1,"ok":false,"error":"…"}`.
 * Every simulator also answers `describe`: what a person may do with it on the hall's panel.
 * @param port 0 for any free one
 * @param panel in the words of the hall; the bare commands if absent
 */
export async function startControlServer(
  port: number,
  commands: ControlHandlers,
  panel?: SimulatorPanel,
): Promise<ControlServer> {
  const handlers = { ...commands, describe: () => panel ?? plainPanel(Object.keys(commands)) }
  const clients = new Set<Socket>()
  const server = createServer((socket) => {
    clients.add(socket)
    socket.on('close', () => clients.delete(socket))
    socket.on('error', () => undefined)
    createInterface({ input: socket }).on('line', (line) => {
      void answer(line, handlers).then((reply) => {
        if (socket.writable) socket.write(`${JSON.stringify(reply)}\n`)
      })
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: async () => {
      for (const client of clients) client.destroy()
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
      })
    },
  }
}

async function answer(line: string, handlers: ControlHandlers): Promise<unknown> {
  let id = 0
  try {
    const request = requestSchema.parse(JSON.parse(line))
    id = request.id
    const handler = Object.hasOwn(handlers, request.command) ? handlers[request.command] : undefined
    if (handler === undefined)
      throw new Error(`no command ${request.command}; there are ${Object.keys(handlers).join(', ')}`)
    return { id, ok: true, result: (await handler(request.args ?? {})) ?? null }
  } catch (error) {
    return { id, ok: false, error: error instanceof Error ? error.message : String(error) }
  }
}
