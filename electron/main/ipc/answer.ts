import {
  type ChannelInput,
  type ChannelName,
  type ChannelOutput,
  channels,
  done,
  type ErrorData,
  refused,
  type Result,
} from '#shell/contract'
import type { Log } from '../modules/log.ts'
import { MainError } from '../modules/main-error.ts'
import type { Answer } from './gate.ts'

/** One function a channel; the compiler demands all of them. */
export type Handlers = {
  readonly [C in ChannelName]: (input: ChannelInput<C>) => Promise<ChannelOutput<C>> | ChannelOutput<C>
}

/** An error whose code and message are meant for the other side. */
function isErrorData(value: unknown): value is ErrorData {
  return (
    value instanceof Error &&
    typeof (value as Partial<ErrorData>).code === 'string' &&
    typeof (value as Partial<ErrorData>).retryable === 'boolean'
  )
}

/** What a page is told of a failure: coded errors as they are, anything else as a fault without its details. */
export function answerFor(error: unknown, channel: ChannelName, log: Log): Result<never> {
  if (isErrorData(error)) return refused(error)
  log.write('ipc.fault', { channel, kind: error instanceof Error ? error.name : typeof error })
  return refused(new MainError('shell.internal', `${channel} failed`))
}

/** Answers calls by the handlers: those with an argument of their channel's shape, and the others with a refusal. */
export function answeredBy(handlers: Handlers, log: Log): Answer {
  return async <C extends ChannelName>(
    channel: C,
    raw: unknown,
  ): Promise<Result<Awaited<ChannelOutput<C>>>> => {
    const input = channels[channel].input.safeParse(raw)
    if (!input.success) {
      const where = input.error.issues.map((issue) => issue.path.join('.') || '(argument)').join(', ')
      log.write('ipc.bad-arguments', { channel, where: where.slice(0, 200) })
      return refused(new MainError('shell.bad-arguments', `${channel}: ${where}`))
    }
    try {
      return done(await handlers[channel](input.data as ChannelInput<C>))
    } catch (error) {
      return answerFor(error, channel, log)
    }
  }
}
