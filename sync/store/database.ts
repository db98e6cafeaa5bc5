import type { OutboxEntry, StoredDelivery, TaskState } from '#sync/outbox'
import { Dexie, type Table } from 'dexie'
import type { SealedValue } from './row-cipher.ts'

/** A draft; the value is a `Draft` under its operator's key. */
export interface DraftRow extends SealedValue {
  id: string
  operatorId: string
  updatedAt: string
}

/** A file of a draft under its operator's key. `key` is `draftId/attachmentId`. */
export interface DraftPartRow extends SealedValue {
  key: string
  draftId: string
}

/** A submitted intake; the value is a `StoredDetails` under the store's key. */
export interface IntakeRow extends SealedValue {
  intakeId: string
  sequence: number
  operatorId: string
  submittedAt: string
  delivery: StoredDelivery
  headerBytes: ArrayBuffer
  signature: ArrayBuffer
  packetHash: string
}

/** A part of the sealed packet, as ciphertext. `key` is `intakeId/partId`; the bytes are never indexed. */
export interface PartRow {
  key: string
  intakeId: string
  partId: string
  bytes: ArrayBuffer
}

/** A task of the clerk; the value is a `TaskRecord` under the store's key. */
export interface TaskRow extends SealedValue {
  taskId: string
  intakeId: string
  operatorId: string
  state: TaskState
}

/** How far the change feed has been applied; and, under `epoch`, which of the hub's epochs was compared with what is here. */
export interface FeedRow {
  key: 'cursor' | 'epoch'
  cursor: string | null
}

/** What is left of an intake that has gone; the value is an `IntakeStatistics` under the store's key. */
export interface StatisticsRow extends SealedValue {
  intakeId: string
  day: string
}

/** 盲索引 of one submitted intake: keyed tokens of what it can be found by. */
export interface SearchRow {
  intakeId: string
  /** The key that made them. */
  keyId: string
  tokens: string[]
}

/** Facts about the database itself; for a key, a known text sealed with it. */
export interface MetaRow extends SealedValue {
  key: string
}

/** What IndexedDB to use; absent means the one of this global. */
export interface IndexedDbSource {
  readonly indexedDB: { open: (...args: never[]) => unknown }
  readonly IDBKeyRange: unknown
}

/**
 * The tables. Index columns hold ids, counters, states and times of the terminal, nothing of a citizen.
 *
 * Durability belongs to the connection: Dexie 4 hands `chromeTransactionDurability` of the instance to every
 * transaction and has no option for one transaction, so the store opens this database twice.
 */
export class YichuangDatabase extends Dexie {
  declare readonly drafts: Table<DraftRow, string>
  declare readonly draftParts: Table<DraftPartRow, string>
  declare readonly intakes: Table<IntakeRow, string>
  declare readonly parts: Table<PartRow, string>
  declare readonly outbox: Table<OutboxEntry, string>
  declare readonly feed: Table<FeedRow, string>
  declare readonly tasks: Table<TaskRow, string>
  declare readonly meta: Table<MetaRow, string>
  declare readonly statistics: Table<StatisticsRow, string>
  declare readonly search: Table<SearchRow, string>

  constructor(name: string, durability: 'strict' | 'relaxed' = 'strict', source?: IndexedDbSource) {
    super(name, {
      chromeTransactionDurability: durability,
      // Two connections write the same tables; a cache of query results would only cost memory here.
      cache: 'disabled',
      ...((source ?? {}) as object),
    })
    this.version(1).stores({
      drafts: 'id, operatorId, [operatorId+updatedAt]',
      draftParts: 'key, draftId',
      intakes: 'intakeId, sequence, [operatorId+sequence], [delivery+submittedAt]',
      parts: 'key, intakeId',
      outbox: 'entryId, intakeId, state',
      feed: 'key',
      tasks: 'taskId, intakeId, [operatorId+state]',
      meta: 'key',
    })
    // Since retention exists. Nothing of the tables before it changes.
    this.version(2).stores({ statistics: 'intakeId, day' })
    // Since intakes can be searched. A table of its own: an index on a table that is full would keep the start waiting.
    this.version(3).stores({ search: 'intakeId, *tokens' })
    // Since keys are rotated. Rows of the other tables name their key without an index: it would keep the start waiting, too.
    this.version(4).stores({ search: 'intakeId, *tokens, keyId' })
  }
}

/** The bytes as an ArrayBuffer of exactly their length, as rows keep them. */
export function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}
