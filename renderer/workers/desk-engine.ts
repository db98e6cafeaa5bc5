import type { TerminalInfo } from '#shell/contract'
import { type Clock, type DeliveryHub, SyncEngine } from '#sync/engine'
import { parseDailyHours, scansTravelAt } from '#sync/model'
import type { LocalStore } from '#sync/store'
import { v4 as uuidV4 } from 'uuid'
import type { ShellPorts } from './intake-desk.ts'
import { shellHub } from './shell-hub.ts'

type EngineParts = ConstructorParameters<typeof SyncEngine>[0]

/** What the engine tells the desk. */
export type EngineChange = Parameters<EngineParts['onChange']>[0]

/** The engine over the desk's store and the shell: its hub and its packets are reached through the main process. */
export function deskEngine(
  parts: { readonly ports: ShellPorts; readonly hub?: DeliveryHub; readonly random?: () => number },
  given: {
    readonly store: LocalStore
    readonly clock: Clock
    readonly terminal: TerminalInfo
  },
  onChange: EngineParts['onChange'],
): SyncEngine {
  const { terminal } = given
  const { scanKilobytesPerSecond: limit } = terminal
  const hours = terminal.scanHours.map(parseDailyHours)
  const { ports, hub = shellHub(ports), random = Math.random } = parts
  return new SyncEngine({
    hub,
    store: given.store.delivery,
    packets: { acknowledge: (packet) => ports.acknowledgePacket(packet) },
    clock: given.clock,
    random,
    newKey: uuidV4,
    scanBytesPerSecond: limit === null ? null : limit * 1_024,
    scansTravelAt: (now) => scansTravelAt(hours, now),
    pollMs: terminal.pollSeconds * 1_000,
    onChange,
  })
}
