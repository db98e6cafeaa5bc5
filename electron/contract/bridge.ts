import type { ChannelName } from './channel-names.ts'
import type { ChannelInput, ChannelOutput, EventData } from './channels.ts'
import type { Result } from './result.ts'

type Call<C extends ChannelName> =
  undefined extends ChannelInput<C>
    ? () => Promise<Result<ChannelOutput<C>>>
    : (input: ChannelInput<C>) => Promise<Result<ChannelOutput<C>>>

/**
 * The whole of what a page can reach: `window.terminal`. Each function is one channel; there is no way to name a
 * channel from the page.
 */
export interface TerminalBridge {
  readonly terminalInfo: Call<'terminal:info'>
  readonly restart: Call<'terminal:restart'>
  readonly wipe: Call<'terminal:wipe'>
  readonly renew: Call<'terminal:renew'>
  readonly signIn: Call<'session:sign-in'>
  readonly beginVisit: Call<'session:begin-visit'>
  readonly leave: Call<'terminal:leave'>
  readonly signOut: Call<'session:sign-out'>
  readonly lock: Call<'session:lock'>
  readonly handOver: Call<'session:hand-over'>
  readonly storeKeys: Call<'keys:store'>
  readonly keyState: Call<'keys:state'>
  readonly rotateKeys: Call<'keys:rotate'>
  readonly resealRow: Call<'keys:reseal'>
  readonly settleKeys: Call<'keys:settle'>
  readonly reserveNumber: Call<'packets:reserve-number'>
  readonly writePacket: Call<'packets:write'>
  readonly listPackets: Call<'packets:list'>
  readonly readPacket: Call<'packets:read'>
  readonly discardPacket: Call<'packets:discard'>
  readonly expirePackets: Call<'packets:expire'>
  readonly carryOut: Call<'packets:carry-out'>
  readonly acknowledgePacket: Call<'packets:acknowledge'>
  readonly hubSend: Call<'hub:send'>
  readonly hubSendPart: Call<'hub:send-part'>
  readonly hubSendPacket: Call<'hub:send-packet'>
  readonly hubCancel: Call<'hub:cancel'>
  readonly deviceSnapshots: Call<'devices:snapshots'>
  readonly deviceInvoke: Call<'devices:invoke'>
  readonly deviceCancel: Call<'devices:cancel'>
  readonly deviceReconnect: Call<'devices:reconnect'>
  readonly deviceReports: Call<'devices:reports'>
  readonly deviceProposals: Call<'devices:proposals'>
  readonly deviceExport: Call<'devices:export'>
  readonly recordExport: Call<'record:export'>
  readonly renderPaper: Call<'paper:render'>
  readonly storageStatus: Call<'storage:status'>
  readonly setupState: Call<'setup:state'>
  readonly setupHub: Call<'setup:hub'>
  readonly setupDevices: Call<'setup:use-devices'>
  readonly setupFinish: Call<'setup:finish'>
  /** Calls `listener` at each device event; the returned function ends that. */
  readonly onDeviceEvent: (listener: (event: EventData<'devices:event'>) => void) => () => void
}

/**
 * Tells the preload that nobody is to choose a file in this window. A chooser shows the whole disk and can do more with it
 * than choose; at a kiosk nobody has a file to choose.
 */
export const noFileChoosing = '--no-file-choosing'
