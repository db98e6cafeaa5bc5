import fc from 'fast-check'
import { type ChannelName, channels, type TerminalBridge } from '#shell/contract'
import { hostileKinds, hostileOrder, type Recipe } from './recipe.ts'
import { valuesOf } from './values.ts'

/** The bridge's function of each channel. The compiler asks for a new one. */
const bridgeNames = {
  'terminal:info': 'terminalInfo',
  'terminal:restart': 'restart',
  'terminal:wipe': 'wipe',
  'terminal:renew': 'renew',
  'session:sign-in': 'signIn',
  'session:sign-out': 'signOut',
  'session:lock': 'lock',
  'session:hand-over': 'handOver',
  'session:begin-visit': 'beginVisit',
  'terminal:leave': 'leave',
  'keys:store': 'storeKeys',
  'keys:state': 'keyState',
  'keys:rotate': 'rotateKeys',
  'keys:reseal': 'resealRow',
  'keys:settle': 'settleKeys',
  'packets:reserve-number': 'reserveNumber',
  'packets:write': 'writePacket',
  'packets:list': 'listPackets',
  'packets:read': 'readPacket',
  'packets:discard': 'discardPacket',
  'packets:expire': 'expirePackets',
  'packets:carry-out': 'carryOut',
  'packets:acknowledge': 'acknowledgePacket',
  'hub:send': 'hubSend',
  'hub:send-part': 'hubSendPart',
  'hub:send-packet': 'hubSendPacket',
  'hub:cancel': 'hubCancel',
  'devices:snapshots': 'deviceSnapshots',
  'devices:invoke': 'deviceInvoke',
  'devices:cancel': 'deviceCancel',
  'devices:reconnect': 'deviceReconnect',
  'devices:reports': 'deviceReports',
  'devices:proposals': 'deviceProposals',
  'devices:export': 'deviceExport',
  'record:export': 'recordExport',
  'paper:render': 'renderPaper',
  'storage:status': 'storageStatus',
  'setup:state': 'setupState',
  'setup:hub': 'setupHub',
  'setup:use-devices': 'setupDevices',
  'setup:finish': 'setupFinish',
} as const satisfies Record<ChannelName, keyof TerminalBridge>

/** Channels behind which something slow stands: a device, a window, a costly hash. */
const slow: ReadonlySet<ChannelName> = new Set([
  'devices:invoke',
  'devices:proposals',
  'devices:reconnect',
  'keys:rotate',
  'paper:render',
  'packets:carry-out',
  'session:sign-in',
  'session:hand-over',
  'terminal:wipe',
])

/** One call of the preload API. */
export interface FuzzCall {
  readonly name: keyof TerminalBridge
  readonly args: readonly Recipe[]
}

/** Every function of the bridge. */
export const bridgeFunctions: readonly string[] = [...Object.values(bridgeNames), 'onDeviceEvent']

const anything = fc.constantFrom(...hostileKinds).map(hostileOrder)

function callsOf(channel: ChannelName): fc.Arbitrary<FuzzCall> {
  const name = bridgeNames[channel]
  const argument = valuesOf(channels[channel].input)
  const args = fc.oneof(
    { weight: 12, arbitrary: fc.tuple(argument) },
    { weight: 2, arbitrary: fc.tuple(anything) },
    { weight: 1, arbitrary: fc.tuple(argument, anything) },
    { weight: 1, arbitrary: fc.constant([]) },
  )
  return args.map((made) => ({ name, args: made }))
}

/** `count` calls of all channels, the same ones for the same seed. */
export function makeCalls(count: number, seed: number): FuzzCall[] {
  const names = Object.keys(channels) as ChannelName[]
  const listening = fc.tuple(anything).map((args): FuzzCall => ({ name: 'onDeviceEvent', args }))
  const call = fc.oneof(
    ...names.map((channel) => ({ weight: slow.has(channel) ? 1 : 4, arbitrary: callsOf(channel) })),
    { weight: 2, arbitrary: listening },
  )
  return fc.sample(call, { numRuns: count, seed })
}
