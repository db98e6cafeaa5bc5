import { type ChannelName, channelNames, channelRights } from '#shell/contract'
import type { Log } from '../modules/log.ts'
import type { OperatorSession } from '../modules/operator-session.ts'
import type { TerminalRecord } from '../modules/terminal-record.ts'
import type { Handlers } from './answer.ts'
import { notes } from './notes.ts'

type AnyHandler = (input: never) => unknown
type AnyNote = (input: never, output: never) => { action: never; detail?: string; operatorId?: string } | null

/** Every handler behind the right that its channel names, and what was done behind that in the terminal's record. */
export function watched(
  handlers: Handlers,
  parts: {
    readonly session: OperatorSession
    readonly record: Pick<TerminalRecord, 'write'>
    readonly log: Pick<Log, 'write'>
  },
): Handlers {
  const { session, record, log } = parts
  const watch =
    (channel: ChannelName) =>
    async (input: never): Promise<unknown> => {
      const right = channelRights[channel]
      const operator = right === 'open' ? session.operator : session.demandRight(right)
      const output = await (handlers[channel] as AnyHandler)(input)
      const note = (notes[channel] as AnyNote | null)?.(input, output as never) ?? null
      if (note !== null) {
        const { operatorId = operator?.id ?? null, ...said } = note
        // What was done is done: a full disk must not make an intake of it that nobody has heard of.
        await record.write({ ...said, operatorId }).catch(() => log.write('record.not-written', { channel }))
      }
      return output
    }
  return Object.fromEntries(channelNames.map((channel) => [channel, watch(channel)])) as unknown as Handlers
}
