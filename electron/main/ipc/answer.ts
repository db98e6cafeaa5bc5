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
import type { z } from 'zod'
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

const issuesTold = 5

/**
 * Which entries of an argument were wrong. Keys that the caller made up are not repeated: they may be anything, and this
 * is written to the log.
 */
export function placesOf(issues: readonly z.core.$ZodIssue[]): string {
  const told = issues.slice(0, issuesTold).map(({ path }) => {
    const known = path.map((step) =>
      /^(?:[A-Za-z-]{1,30}|\d{1,3})$/.test(String(step)) ? String(step) : '*',
    )
    return known.join('.') || '(argument)'
  })
  return issues.length > issuesTold ? `${told.join(', ')} …` : told.join(', ')
}

/** Answers calls by the handlers: those with an argument of their channel's shape, and the others with a refusal. */
export function answeredBy(handlers: Handlers, log: Log): Answer {
  const pass = async <C extends ChannelName>(
    channel: C,
    raw: unknown,
  ): Promise<Result<Awaited<ChannelOutput<C>>>> => {
    const input = channels[channel].input.safeParse(raw)
    if (!input.success) {
      const where = placesOf(input.error.issues)
      log.write('ipc.bad-arguments', { channel, where })
      return refused(new MainError('shell.bad-arguments', `${channel}: ${where}`))
    }
    return done(await handlers[channel](input.data as ChannelInput<C>))
  }
  // Whatever is thrown in here, Electron would tell the page in its own words.
  return (channel, raw) => pass(channel, raw).catch((error: unknown) => answerFor(error, channel, log))
}
