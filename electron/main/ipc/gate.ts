import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
import { type ChannelName, channelNames, refused, type Result } from '#shell/contract'
import { isOwnUrl } from '../modules/app-protocol.ts'
import type { Log } from '../modules/log.ts'
import { isDiskFull, MainError } from '../modules/main-error.ts'

/** What stands behind the gate: one answer a call, and never an exception. */
export type Answer = (channel: ChannelName, raw: unknown) => Promise<Result<unknown>>

function isOwnPage(event: IpcMainInvokeEvent, own: () => WebContents | null): boolean {
  const page = own()
  const frame = event.senderFrame
  if (page === null || frame === null || event.sender !== page || frame !== page.mainFrame) return false
  return isOwnUrl(frame.url)
}

/**
 * The one gate between pages and the main process. A call passes when it comes from the main frame of our own
 * window, on a listed channel, with an argument of that channel's shape; everything else is refused in words.
 * @param answering asked at every call, so that what stands behind may be loaded by the first
 */
export function openGate(answering: () => Promise<Answer>, own: () => WebContents | null, log: Log): void {
  const pass = async (
    event: IpcMainInvokeEvent,
    channel: ChannelName,
    raw: unknown,
  ): Promise<Result<unknown>> => {
    if (!isOwnPage(event, own)) {
      log.write('ipc.refused-sender', { channel })
      return refused(new MainError('shell.refused-sender', `${channel} was called from elsewhere`))
    }
    const answer = await answering()
    return answer(channel, raw)
  }
  // A frame that is gone, or a terminal that did not open: Electron would tell the page in its own words.
  const closed = (channel: ChannelName, error: unknown): Result<never> =>
    refused(
      new MainError(
        isDiskFull(error) ? 'storage.disk-full' : 'shell.internal',
        `${channel} was not answered`,
      ),
    )
  for (const channel of channelNames)
    ipcMain.handle(channel, (event, raw: unknown) =>
      pass(event, channel, raw).catch((error: unknown) => closed(channel, error)),
    )
}
