import type { PickUp, Review, Withdrawal } from '#sync/model'
import type {
  CaseRecord,
  DeliveryRecord,
  EntryProblem,
  OutboxEntry,
  PaymentRecord,
  TaskRecord,
} from '#sync/outbox'

/** What stands in the way of one request. */
export interface HubProblem {
  /** retry: later again. park: the terminal must be mended first. refuse: no for good, for this intake. */
  readonly class: EntryProblem['class']
  /** A code of the message catalogue. */
  readonly code: string
  /** HTTP status; 0 when there was no answer. */
  readonly status: number
  /** What the hub asked for, or null. */
  readonly retryAfterMs: number | null
  /** The hub's own words, for the clerk's task; may speak of the intake, so never for a log. */
  readonly detail: string
  /** `restart`: the hub lacks what it had; begin again with the announcement. `resync`: the cursor is too old. */
  readonly remedy?: 'restart' | 'resync'
}

export type HubAnswer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: HubProblem }

/** A sealed packet as it is announced. */
export interface PacketToSend {
  readonly intakeId: string
  readonly receiptNumber: string
  readonly headerBytes: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
  /** SHA-256, lowercase hex. */
  readonly packetHash: string
}

/** The hub's word that it has the whole intake, durably. */
export interface Acceptance {
  readonly packetHash: string
  readonly provinceNumber: string | null
  readonly cases: readonly CaseRecord[]
}

/** One event of the change feed, in the engine's terms. */
export type FeedChange =
  | {
      readonly kind: 'accepted'
      readonly intakeId: string
      readonly position: number
      readonly provinceNumber: string | null
      readonly cases: readonly Omit<CaseRecord, 'position'>[]
    }
  | {
      readonly kind: 'case'
      readonly intakeId: string
      readonly position: number
      readonly case: Omit<CaseRecord, 'position'>
    }
  | {
      readonly kind: 'supplement'
      readonly intakeId: string
      readonly position: number
      readonly task: Pick<
        TaskRecord,
        'taskId' | 'caseId' | 'department' | 'matterId' | 'items' | 'note' | 'dueDate' | 'at'
      >
    }
  | {
      readonly kind: 'paid'
      readonly intakeId: string
      readonly position: number
      readonly payment: PaymentRecord
    }

/** A page of the feed. */
export interface FeedPage {
  readonly changes: readonly FeedChange[]
  readonly cursor: string | null
  readonly more: boolean
  /** Another one than before: the hub may have lost what it confirmed. Null where it has none. */
  readonly epoch: string | null
}

/** What was told to be at the hub of one intake. */
export interface Holding {
  readonly intakeId: string
  readonly packetHash: string
  readonly provinceNumber: string | null
  readonly withdrawalId: string | null
  readonly pickUpIds: readonly string[]
  readonly paid: boolean
}

/** What the hub does not have of it. */
export interface MissingHolding {
  readonly intakeId: string
  readonly intake: boolean
  readonly withdrawal: boolean
  readonly pickUpIds: readonly string[]
}

/**
 * The hub, as delivery needs it. Every call settles with an answer, whatever the hub or the wire does; `signal` ends it
 * early. Garbage is a `retry` problem.
 */
export interface DeliveryHub {
  /** Repeating it is harmless. `missing`: ids of the parts that the hub does not have yet. */
  announce(
    packet: PacketToSend,
    idempotencyKey: string,
    signal: AbortSignal,
  ): Promise<HubAnswer<{ readonly missing: readonly string[] }>>
  uploadPart(
    /**
     * `read` gives the ciphertext, and rejects with the store's error; it may not be asked at all. `resume`: an earlier
     * try may have left some of it at the hub.
     */
    part: {
      intakeId: string
      partId: string
      resume: boolean
      read(): Promise<Uint8Array<ArrayBuffer>>
    },
    idempotencyKey: string,
    signal: AbortSignal,
  ): Promise<HubAnswer<null>>
  commit(packet: PacketToSend, idempotencyKey: string, signal: AbortSignal): Promise<HubAnswer<Acceptance>>
  /**
   * 整包送达: announcement, parts and commit in one request. Repeating it is harmless, and so is going on step by step after it.
   * `hub.not-found`: this hub takes no whole packets; a code of `packet.`: the packet's file cannot be read here.
   */
  deliver(packet: PacketToSend, signal: AbortSignal): Promise<HubAnswer<Acceptance>>
  /** Repeating it is harmless; what becomes of each case comes by the feed. */
  withdraw(intakeId: string, withdrawal: Withdrawal, signal: AbortSignal): Promise<HubAnswer<null>>
  /** Repeating it is harmless; what has left the hall comes by the feed. */
  recordPickUp(intakeId: string, pickUp: PickUp, signal: AbortSignal): Promise<HubAnswer<null>>
  /** Repeating it is harmless: the first one stands. */
  recordReview(intakeId: string, review: Review, signal: AbortSignal): Promise<HubAnswer<null>>
  feed(cursor: string | null, signal: AbortSignal): Promise<HubAnswer<FeedPage>>
  /** What the hub does not have of these; asked when its epoch is another one. */
  compare(holdings: readonly Holding[], signal: AbortSignal): Promise<HubAnswer<readonly MissingHolding[]>>
}

/** The local store, as delivery needs it; `DeliveryStore` of sync/store has this shape. */
export interface EngineStore {
  pendingEntries(): Promise<OutboxEntry[]>
  entriesOf(intakeId: string): Promise<OutboxEntry[]>
  saveEntries(entries: readonly OutboxEntry[]): Promise<void>
  replaceEntries(intakeId: string, entries: readonly OutboxEntry[]): Promise<void>
  packet(intakeId: string): Promise<PacketToSend>
  partShapes(intakeId: string): Promise<{ id: string; size: number }[]>
  /** What the intake's `withdraw` entry is to say; null where there is nothing to tell the hub. */
  withdrawal(intakeId: string): Promise<Withdrawal | null>
  /** What a `pick-up` entry is to say; null where there is nothing to tell the hub. */
  pickUp(intakeId: string, pickUpId: string): Promise<PickUp | null>
  /** What the intake's `review` entry is to say; null where there is nothing to tell the hub. */
  review(intakeId: string): Promise<Review | null>
  partBytes(intakeId: string, partId: string): Promise<Uint8Array<ArrayBuffer>>
  pending(): Promise<{ count: number; oldestAt: string | null }>
  cursor(): Promise<string | null>
  /** Forgets the epoch too: whoever reads the feed anew compares anew. */
  resetCursor(): Promise<void>
  /** The hub's epoch in which all that was delivered has been compared; null before the first time. */
  epoch(): Promise<string | null>
  noteEpoch(epoch: string): Promise<void>
  /** What the hub confirmed, by intake id, a page at a time. `next` is for `after`; null at the end. */
  holdings(after: string, limit: number): Promise<{ holdings: Holding[]; next: string | null }>
  change(
    intakeIds: readonly string[],
    transform: (record: DeliveryRecord) => DeliveryRecord,
    effects?: {
      readonly removeEntries?: readonly string[]
      readonly putEntries?: readonly OutboxEntry[]
      /** Put only where the record of their intake changed by this very call. */
      readonly putEntriesOnce?: readonly OutboxEntry[]
      readonly cursor?: { readonly from: string | null; readonly to: string | null }
    },
  ): Promise<DeliveryRecord[] | null>
}

/** The sealed packets of the main process, as delivery needs them. */
export interface PacketKeeper {
  /** The hub has committed exactly this hash. Repeating it is harmless. */
  acknowledge(input: { intakeId: string; packetHash: string }): Promise<void>
}

/** Device time and timers. */
export interface Clock {
  /** Milliseconds since 1970, as the device believes. */
  now(): number
  /** Runs `work` once, `delayMs` from now; the returned function prevents it. */
  after(delayMs: number, work: () => void): () => void
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, work) => {
    const timer = setTimeout(work, delayMs)
    return () => clearTimeout(timer)
  },
}
