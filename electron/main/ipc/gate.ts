import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
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
import { appOrigin } from '../modules/app-protocol.ts'
import type { Log } from '../modules/log.ts'
import { MainError } from '../modules/main-error.ts'

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

function isOwnPage(event: IpcMainInvokeEvent, own: () => WebContents | null): boolean {
  const page = own()
  const frame = event.senderFrame
  if (page === null || frame === null || event.sender !== page || frame !== page.mainFrame) return false
  return frame.url === appOrigin || frame.url.startsWith(`${appOrigin}/`)
}

/**
 * The one gate between pages and the main process. A call passes when it comes from the main frame of our own
 * window, on a listed channel, with an argument of that channel's shape; everything else is refused in words.
 */
export function openGate(handlers: Handlers, own: () => WebContents | null, log: Log): void {
  const open = <C extends ChannelName>(channel: C): void => {
    ipcMain.handle(channel, async (event, raw: unknown): Promise<Result<ChannelOutput<C>>> => {
      if (!isOwnPage(event, own)) {
        log.write('ipc.refused-sender', { channel })
        return refused(new MainError('shell.refused-sender', `${channel} was called from elsewhere`))
      }
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
    })
  }
  for (const channel of Object.keys(channels) as ChannelName[]) open(channel)
}
