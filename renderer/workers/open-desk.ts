import type { StoreKeys, TerminalInfo } from '#shell/contract'
import type { Clock, SyncEngine } from '#sync/engine'
import { type LocalStore, openStore } from '#sync/store'
import { v4 as uuidV4 } from 'uuid'
import { deskEngine, type EngineChange } from './desk-engine.ts'
import type { DeskParts } from './desk.ts'
import type { KeyProgress, OpenReport } from './intake-desk.ts'
import { keepIndexed } from './keep-indexed.ts'
import { KeptRewritten } from './keep-rewritten.ts'
import { whenLeading } from './leadership.ts'
import { restorePackets } from './restore-packets.ts'
import { keepExpiring } from './retention.ts'

/** The desk with its store open and its engine. */
export interface Opened {
  readonly report: OpenReport
  readonly terminal: TerminalInfo
  readonly keys: StoreKeys
  readonly store: LocalStore
  readonly engine: SyncEngine
  readonly stop: AbortController
  readonly keyProgress: () => KeyProgress
}

/**
 * Opens the store, compares it with the sealed packets, and begins what one worker at a time does: delivery, retention, the index.
 * @param onOpened told before the engine starts, which may speak at once
 * @throws the store's errors and those of listing the packets; the database is closed then
 */
export async function openDesk(
  parts: DeskParts,
  given: { readonly terminal: TerminalInfo; readonly keys: StoreKeys; readonly clock: Clock },
  onChange: (change: EngineChange) => void,
  onOpened: (opened: Opened) => void,
): Promise<Opened> {
  const { ports, databaseName = 'yichuang', source } = parts
  const { terminal, keys, clock } = given
  const keysOf = ({ keyId, storeKey, searchKey }: StoreKeys['earlier'][number]) => ({
    keyId,
    storeKey,
    // Nobody searches at a kiosk: what nobody needs does not lie on its disk.
    ...(terminal.mode === 'kiosk' ? {} : { searchKey }),
  })
  const store = await openStore({
    name: databaseName,
    ...keysOf(keys),
    earlier: keys.earlier.map(keysOf),
    ...(source === undefined ? {} : { source }),
    watch: { onStuck: () => parts.onChange({ kind: 'store-stuck' }) },
  })
  try {
    const found = await restorePackets({ ports, store, keys, now: clock.now, newKey: uuidV4 })
    const { restored, damaged, unacknowledged } = found
    const { count: pending } = await store.delivery.pending()
    const engine = deskEngine(parts, { store, clock, terminal }, onChange)
    const stop = new AbortController()
    const report: OpenReport = { restored, damaged, pending }
    const rewritten = new KeptRewritten({ store, ports, clock }, (progress) =>
      parts.onChange({ kind: 'keys', progress }),
    )
    const keyProgress = (): KeyProgress => rewritten.progress
    const opened: Opened = { report, terminal, keys, store, engine, stop, keyProgress }
    onOpened(opened)
    const days = terminal.retentionDays
    await whenLeading(`${databaseName}-sync`, stop.signal, async () => {
      await engine.start(unacknowledged)
      keepExpiring({ store, ports, clock, days }, stop.signal)
      if (keys.earlier.length > 0) rewritten.keep(stop.signal)
      if (store.search !== null) keepIndexed({ search: store.search, clock }, stop.signal)
    })
    return opened
  } catch (error) {
    store.close()
    throw error
  }
}
