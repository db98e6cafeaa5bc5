import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { z } from 'zod'

/** Commands by name: what each takes and gives. A simulator exports its own map of this form. */
export type ControlCommands = Readonly<Record<string, { readonly args: object; readonly result: unknown }>>

/** A hand on a running simulator. */
export interface SimulatorControl<C extends { [K in keyof C]: ControlCommands[string] }> {
  /** @throws Error with the simulator's own words if it refuses */
  send<K extends keyof C & string>(
    command: K,
    ...args: object extends C[K]['args'] ? [args?: C[K]['args']] : [args: C[K]['args']]
  ): Promise<C[K]['result']>
  close(): void
}

const replySchema = z.object({
  id: z.number(),
  ok: z.boolean(),
  result: z.unknown().optional(),
  error: z.string().optional(),
})

/** Connects to the control port of a simulator on this machine. */
export async function connectSimulatorControl<C extends { [K in keyof C]: ControlCommands[string] }>(
  port: number,
): Promise<SimulatorControl<C>> {
  const socket = connect({ host: '127.0.0.1', port })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  socket.on('error', () => undefined)
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('simulator closed its control port'))
    waiting.clear()
  })
  createInterface({ input: socket }).on('line', (line) => {
    const reply = replySchema.parse(JSON.parse(line))
    const request = waiting.get(reply.id)
    waiting.delete(reply.id)
    if (reply.ok) request?.resolve(reply.result)
    else request?.reject(new Error(reply.error))
  })
  let lastId = 0
  return {
    send: (command, ...[args]) =>
      new Promise((resolve, reject) => {
        lastId += 1
        // The simulator answers with the result type that its command map declares.
        waiting.set(lastId, { resolve: resolve as (value: unknown) => void, reject })
        socket.write(`${JSON.stringify({ id: lastId, command, args: args ?? {} })}\n`)
      }),
    close: () => {
      socket.destroy()
    },
  }
}
