import type { Operator, PacketRow, StoreKeys, TerminalInfo } from '#shell/contract'
import type {
  Attachment,
  CaseResult,
  CaseStatus,
  Collector,
  DeliveryState,
  Draft,
  FormValues,
  Intake,
  IntakeSignature,
  MaterialEntry,
  Override,
  PageFlaw,
  Representation,
  Review,
  Satisfaction,
  WithdrawalReason,
} from '#sync/model'
import type { LicenceAnswer, LicenceQuery, Parcel, Payment, ProgressAnswer, ProgressQuery } from '#sync/api'
import type { PaymentRecord, PickUpRecord, ReviewRecord, WithdrawalRecord } from '#sync/outbox'
import type { SearchedKind } from '#sync/store'
import type { HubOutcome } from './ask-hub.ts'
import type { SupplementInput } from './supplement.ts'

export type { Parcel, Payment, ProgressAnswer } from '#sync/api'
export type { HubOutcome } from './ask-hub.ts'
export type { SupplementInput } from './supplement.ts'

/** What the worker needs of the main process; the page relays it over the bridge. All reject with a ShellError's data. */
export interface ShellPorts {
  reserveNumber(intakeId: string): Promise<{ receiptNumber: string; sequence: number }>
  writePacket(input: {
    intakeId: string
    headerBytes: Uint8Array
    parts: { id: string; bytes: Uint8Array }[]
  }): Promise<{ packetHash: string; signature: Uint8Array }>
  listPackets(): Promise<PacketRow[]>
  readPacket(intakeId: string): Promise<Uint8Array>
  discardPacket(intakeId: string): Promise<void>
  /** Removes acknowledged packets whose time is over. @returns those that are not here any more */
  expirePackets(intakeIds: string[]): Promise<string[]>
  acknowledgePacket(input: { intakeId: string; packetHash: string }): Promise<void>
  /** Encrypts a row of an operator's drafts anew under the current root; null where it opens under none. */
  resealRow(row: {
    operatorId: string
    additionalData: Uint8Array
    keyId?: string
    nonce: Uint8Array
    cipher: Uint8Array
  }): Promise<{ keyId: string; nonce: Uint8Array; cipher: Uint8Array } | null>
  /** Says that nothing in the store is under another root than this one. */
  settleKeys(keyId: string): Promise<void>
  hubSend(request: {
    requestId: string
    method: 'GET' | 'PUT' | 'POST'
    path: string
    contentType?: string
    headers?: Record<string, string>
    body: Uint8Array | null
  }): Promise<{ status: number; headers: Record<string, string>; body: Uint8Array }>
  /**
   * The same with a part of a sealed packet as the body, from the packet's file. Rejects with a code of `packet.` where
   * that file cannot give it.
   */
  hubSendPart(request: {
    requestId: string
    intakeId: string
    partId: string
    path: string
    resume: boolean
  }): Promise<{ status: number; headers: Record<string, string>; body: Uint8Array }>
  /** The same with a whole packet, from its file. Rejects with a code of `packet.` where that file is not what it should be. */
  hubSendPacket(request: {
    requestId: string
    intakeId: string
    path: string
  }): Promise<{ status: number; headers: Record<string, string>; body: Uint8Array }>
  hubCancel(requestId: string): Promise<void>
}

/** What was found and mended when the store was opened. */
export interface OpenReport {
  /** Intakes rebuilt from their sealed packets because the database did not have them. */
  readonly restored: readonly { intakeId: string; receiptNumber: string }[]
  /** Packets that could not be read; they stay on disk for a technician. */
  readonly damaged: readonly string[]
  readonly pending: number
}

/** A line of the clerk's list. Decrypted for the operator who took it in. */
export interface IntakeSummary {
  readonly intakeId: string
  readonly receiptNumber: string
  readonly themeId: string
  /** The receipt number of the intake that it supplements; null for one that stands by itself. */
  readonly supplements: string | null
  readonly applicantName: string
  /** Names of the organisations in the form, by their fields. */
  readonly organisations: FormValues
  readonly submittedAt: string
  readonly delivery: DeliveryState
  readonly provinceNumber: string | null
  readonly casesDone: number
  readonly casesTotal: number
  readonly openTasks: number
}

/** What of an intake a search hit, as it is shown: the hit, and what stands around it. */
export interface FoundHit {
  readonly kind: SearchedKind
  readonly before: string
  readonly hit: string
  readonly after: string
}

/** What a search found, newest first. */
export interface IntakeFinds {
  readonly found: readonly { readonly intake: IntakeSummary; readonly hits: readonly FoundHit[] }[]
  /** There are more than were asked for. */
  readonly more: boolean
  /** False while older intakes are still being made searchable. */
  readonly complete: boolean
}

/** One department's case as last heard from the hub. */
export interface CaseView {
  readonly caseId: string
  readonly caseNumber: string
  readonly matterId: string
  readonly department: string
  readonly status: CaseStatus
  /** 办理结果; null until the department has decided, and where it did not enter one. */
  readonly result: CaseResult | null
}

/** 取件签收 as it was registered here. */
export type PickUpView = Pick<PickUpRecord, 'pickUpId' | 'documentIds' | 'at' | 'collector' | 'state'>

/** A draft at the hub: what carries it on, and until when. */
export interface HandedOver {
  readonly code: string
  readonly expiresAt: string
}

/** A draft that was taken over; `from` is the terminal's name, or null where it was this operator's own. */
export interface TakenOver {
  readonly draftId: string
  readonly themeId: string
  readonly step: string
  readonly from: string | null
}

/** What a pick-up is registered with: which papers, who takes them, and what they signed. */
export interface PickUpInput {
  readonly documentIds: readonly string[]
  readonly collector: Collector
  /** What was on the screen when it was signed. */
  readonly statement: string
  /** The signature as PNG. */
  readonly picture: Uint8Array
}

/** 补正 or a refusal by the hub: something for the clerk to do. */
export interface TaskView {
  readonly taskId: string
  readonly intakeId: string
  readonly receiptNumber: string
  readonly kind: 'supplement' | 'refused' | 'deferred'
  readonly department: string | null
  readonly caseId: string | null
  readonly matterId: string | null
  /** What is asked for, in the department's words. */
  readonly items: readonly { materialId: string | null; text: string }[]
  readonly note: string
  /** `YYYY-MM-DD`, or null where none was set. */
  readonly dueDate: string | null
  readonly at: string
  readonly seen: boolean
}

/** An intake with all that is known of it. */
export interface IntakeDetail {
  readonly intake: Intake
  readonly delivery: DeliveryState
  readonly provinceNumber: string | null
  readonly cases: readonly CaseView[]
  readonly tasks: readonly TaskView[]
  /** Null while nothing is paid. */
  readonly payment: PaymentRecord | null
  /** Null while nobody took it back. */
  readonly withdrawal: WithdrawalRecord | null
  /** In the order in which they were registered. */
  readonly pickUps: readonly PickUpView[]
  /** Ids of result papers that can still be handed over here. */
  readonly inHall: readonly string[]
  /** 好差评 as it was given here; null while nobody has. */
  readonly review: ReviewRecord | null
}

/** The truth about the line to the hub, for the status bar. */
export interface SyncState {
  readonly link: 'unknown' | 'online' | 'offline' | 'parked'
  /** Why it is parked or offline: a code of the message catalogue. */
  readonly reason: string | null
  readonly pendingIntakes: number
  /** Submission time of the oldest undelivered intake. */
  readonly oldestPendingAt: string | null
  readonly sending: {
    readonly receiptNumber: string
    readonly sentBytes: number
    readonly totalBytes: number
  } | null
  readonly lastContactAt: string | null
  /** 传输时段: scans wait until then; null when none does. */
  readonly scansWaitUntil: string | null
  readonly openTasks: number
}

/** What “立即同步” did, not that it was tried. */
export interface SyncReport {
  readonly delivered: number
  readonly stillPending: number
  readonly received: number
  readonly problem: string | null
}

/** 密钥轮换, as far as the local store is concerned. */
export interface KeyProgress {
  /** `current`: nothing is left under an earlier root. `later`: it did not work out, and is tried again by itself. */
  readonly state: 'current' | 'rewriting' | 'later'
  /** Rows looked at, of so many. */
  readonly done: number
  readonly total: number
  /** Rows that open under no root; they stay as they are. */
  readonly unopened: number
}

/** What changed, so that screens reload just that. */
export type DeskChange =
  | { readonly kind: 'sync'; readonly state: SyncState }
  | { readonly kind: 'intake'; readonly intakeId: string }
  | { readonly kind: 'task'; readonly task: TaskView }
  /** How far rows have been written anew after a rotation of keys. */
  | { readonly kind: 'keys'; readonly progress: KeyProgress }
  /** The local store no longer answers: the program must be started anew. */
  | { readonly kind: 'store-stuck' }

/** What a screen asks the registers for; whose draft it is and who asks, the desk knows. */
export type LicenceRequest = Pick<LicenceQuery, 'subject' | 'holder' | 'elements' | 'materials'> & {
  /** The words to which the holder agreed. */
  readonly consent: string
}

/** What a citizen said at the screen or the pad; reasons are indicator codes. */
export interface ReviewSaid {
  readonly channel: Review['channel']
  readonly answer:
    | {
        readonly outcome: 'rated'
        readonly satisfaction: Satisfaction
        readonly reasons: readonly string[]
      }
    | { readonly outcome: 'declined' }
}

/** What only the screen knows of: a card was laid on, a register answered, a proof was scanned. By whom and when, the desk says. */
export interface RecordedStep {
  readonly action: 'card-read' | 'social-card-read' | 'licence-read' | 'scanned'
  readonly subject: string
}

/**
 * The part of a draft that a screen may change. The history is not among it: the desk alone appends to that, under its own clock and
 * the name of who is signed in.
 */
export interface DraftPatch {
  readonly answers?: Record<string, string>
  readonly values?: FormValues
  readonly materials?: MaterialEntry[]
  readonly overrides?: Override[]
  readonly representation?: Representation | null
  readonly signature?: IntakeSignature | null
  readonly step?: string
  readonly did?: readonly RecordedStep[]
}

/** Who begins, with the key of their drafts; `keyId` and the earlier ones where keys have been rotated. */
export interface SessionKeys {
  readonly operator: Operator
  readonly draftKey: Uint8Array
  readonly keyId?: string
  readonly earlierDraftKeys?: readonly { readonly keyId: string; readonly key: Uint8Array }[]
}

/** A file with what is known of it beside its bytes. */
export interface NewFile {
  readonly kind: Attachment['kind']
  readonly mediaType: string
  readonly label: string
  readonly bytes: Uint8Array
  readonly dpi?: number
  readonly widthPx?: number
  readonly heightPx?: number
  readonly flaws?: PageFlaw[]
}

/** How a page came to be: taken from the paper, or made of a page that was. */
export type PageOrigin = 'scanned' | 'photographed' | 'file-added' | 'turned' | 'redacted'

/** A page of a material. */
export interface NewPage {
  readonly materialId: string
  readonly origin: PageOrigin
  /** Id of the page whose place it takes; that one's bytes are not kept. */
  readonly replaces?: string
  readonly file: NewFile
}

/**
 * The worker's face to the screens: drafts, submission, lists, sync. Hosted off the UI thread; every method may
 * reject with an error that carries `code`, `message` and `retryable`.
 */
export interface IntakeDesk {
  /** Opens the store and compares it with the sealed packets; the engine starts. Call once at start. */
  open(input: { terminal: TerminalInfo; keys: StoreKeys }): Promise<OpenReport>
  /** Lets one operator's drafts be read; the operator before is closed first. */
  beginSession(input: SessionKeys): Promise<void>
  endSession(): Promise<void>
  /** Ends the session and removes all its drafts with their files: the end of a visit to a kiosk. */
  wipeSession(): Promise<void>

  createDraft(input: { themeId: string; answers: Record<string, string> }): Promise<Draft>

  /** 补正、容缺补交: begins, or goes on with, what brings the papers that an intake lacks. It is submitted like any draft. */
  createSupplement(intakeId: string, input: SupplementInput): Promise<Draft>
  /**
   * 重新发送: offers an intake that the hub has refused once more, as it is.
   * @throws DeskError `intake-not-refused`
   */
  sendAgain(intakeId: string): Promise<IntakeDetail>
  /**
   * 改正: begins, or goes on with, an intake that takes a refused one's place, with all that it held but its signature.
   * @throws DeskError `intake-not-refused`
   */
  createCorrection(intakeId: string): Promise<Draft>
  /** Merges the patch and stores it; resolves when it is on disk (relaxed durability). */
  saveDraft(draftId: string, patch: DraftPatch): Promise<Draft>
  getDraft(draftId: string): Promise<Draft | null>
  listDrafts(): Promise<Draft[]>
  discardDraft(draftId: string): Promise<void>
  /** 存一下，换个窗口继续: seals the draft, puts it at the hub, and then closes it here; it is not lost until it was taken. */
  handOverDraft(draftId: string): Promise<HubOutcome<HandedOver>>
  /** 收回: opens a draft that was handed over here again, unless another terminal has it. */
  recallDraft(draftId: string): Promise<HubOutcome<'here' | 'taken'>>
  /** 接办: fetches the draft of a code, once. */
  takeOverDraft(code: string): Promise<HubOutcome<TakenOver>>
  /** Learns what became of the drafts that are on their way. */
  settleTransfers(): Promise<void>
  /** Stores a file of the draft, encrypted; the page's copy may be dropped then. */
  addAttachment(draftId: string, input: NewFile): Promise<Attachment>
  /**
   * Keeps a page of a material, as its last one or in place of another, in one transaction: the file, its mention, the
   * entry of the history, and the end of what it replaces. Either all of it is on disk afterwards, or nothing changed.
   * @throws DeskError `attachment-not-found` when the page to be replaced is not one of the material's.
   */
  keepPage(draftId: string, page: NewPage): Promise<Draft>
  readAttachment(draftId: string, attachmentId: string): Promise<Uint8Array>
  removeAttachment(draftId: string, attachmentId: string): Promise<Draft>

  /** 调取电子证照: asks the hub, with the holder's consent, for what the form needs of one person. Changes nothing. */
  queryLicences(draftId: string, request: LicenceRequest): Promise<HubOutcome<LicenceAnswer>>

  /**
   * Seals, writes the packet, commits the strict transaction, and only then resolves: from here on 已保存 is true.
   * Repeating it for the same draft gives the same intake.
   */
  submit(
    draftId: string,
    input: { matters: string[] },
  ): Promise<{ intakeId: string; receiptNumber: string; submittedAt: string }>

  /**
   * 撤回: registers it durably before it resolves; it goes to the hub after all that is before it. An intake that was
   * taken back already stays as it is.
   */
  withdraw(intakeId: string, reason: WithdrawalReason): Promise<IntakeDetail>
  /**
   * 取件签收: registers it durably before it resolves; it goes to the hub after all that is before it.
   * @throws DeskError `pick-up-stale` when a paper has left the hall already
   */
  pickUp(intakeId: string, input: PickUpInput): Promise<IntakeDetail>
  /** 好差评: keeps what the citizen said of an intake, once; what is there already stays. */
  review(intakeId: string, said: ReviewSaid): Promise<IntakeDetail>
  /** 办件进度 of any intake of the province, by its receipt number and the applicant's proof. */
  queryProgress(query: ProgressQuery): Promise<HubOutcome<ProgressAnswer>>

  /** 统一物流: the tracking number under which an intake's results are posted. */
  orderParcel(intakeId: string): Promise<HubOutcome<Parcel>>

  /**
   * 统一支付 of one intake of this operator: opens its one order or tells how it stands; with a payer's code it is
   * charged. What is paid is never charged again.
   */
  pay(intakeId: string, payerCode: string | null): Promise<HubOutcome<Payment>>

  listIntakes(input: { limit: number }): Promise<IntakeSummary[]>
  /**
   * 查收件: this operator's intakes by name, number or receipt. Null for a question that is too short, or that a newer one has
   * overtaken; at a kiosk always.
   */
  searchIntakes(input: { query: string; limit: number }): Promise<IntakeFinds | null>
  getIntake(intakeId: string): Promise<IntakeDetail | null>
  /** This operator's open tasks; `asleep`: with the papers that applicants promised, which are not due for long. */
  listTasks(options?: { asleep: boolean }): Promise<TaskView[]>
  markTaskSeen(taskId: string): Promise<void>

  /** How far the local store has come with a rotation of keys. */
  keyProgress(): Promise<KeyProgress>
  syncState(): Promise<SyncState>
  syncNow(): Promise<SyncReport>
}
