import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import {
  type ChannelName,
  type EventData,
  type EventName,
  noFileChoosing,
  type TerminalBridge,
} from '#shell/contract'

/** One channel as one function; the page cannot name another. */
const call =
  (channel: ChannelName) =>
  (input?: unknown): Promise<never> =>
    ipcRenderer.invoke(channel, input) as Promise<never>

const listen =
  <E extends EventName>(name: E) =>
  (listener: (data: EventData<E>) => void): (() => void) => {
    // A page's mistake must be told to the page, not thrown here at the next event.
    if (typeof listener !== 'function') throw new TypeError('a listener is a function')
    const heard = (_event: IpcRendererEvent, data: EventData<E>): void => listener(data)
    ipcRenderer.on(name, heard)
    return () => ipcRenderer.removeListener(name, heard)
  }

const bridge = {
  terminalInfo: call('terminal:info'),
  restart: call('terminal:restart'),
  wipe: call('terminal:wipe'),
  renew: call('terminal:renew'),
  signIn: call('session:sign-in'),
  signOut: call('session:sign-out'),
  lock: call('session:lock'),
  handOver: call('session:hand-over'),
  beginVisit: call('session:begin-visit'),
  leave: call('terminal:leave'),
  storeKeys: call('keys:store'),
  keyState: call('keys:state'),
  rotateKeys: call('keys:rotate'),
  resealRow: call('keys:reseal'),
  settleKeys: call('keys:settle'),
  reserveNumber: call('packets:reserve-number'),
  writePacket: call('packets:write'),
  listPackets: call('packets:list'),
  readPacket: call('packets:read'),
  discardPacket: call('packets:discard'),
  expirePackets: call('packets:expire'),
  carryOut: call('packets:carry-out'),
  acknowledgePacket: call('packets:acknowledge'),
  hubSend: call('hub:send'),
  hubSendPart: call('hub:send-part'),
  hubSendPacket: call('hub:send-packet'),
  hubCancel: call('hub:cancel'),
  deviceSnapshots: call('devices:snapshots'),
  deviceInvoke: call('devices:invoke'),
  deviceCancel: call('devices:cancel'),
  deviceReconnect: call('devices:reconnect'),
  deviceReports: call('devices:reports'),
  deviceProposals: call('devices:proposals'),
  deviceExport: call('devices:export'),
  recordExport: call('record:export'),
  renderPaper: call('paper:render'),
  storageStatus: call('storage:status'),
  setupState: call('setup:state'),
  setupHub: call('setup:hub'),
  setupDevices: call('setup:use-devices'),
  setupFinish: call('setup:finish'),
  onDeviceEvent: listen('devices:event'),
} satisfies TerminalBridge

contextBridge.exposeInMainWorld('terminal', bridge)

function refuseChooser(event: Event): void {
  const [element] = event.composedPath()
  if (element instanceof HTMLInputElement && element.type === 'file') event.preventDefault()
}

if (process.argv.includes(noFileChoosing)) window.addEventListener('click', refuseChooser, { capture: true })
