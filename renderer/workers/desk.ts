import { type Clock, type DeliveryHub, systemClock } from '#sync/engine'
import type { Operator, StoreKeys, TerminalInfo } from '#shell/contract'
import type { LicenceAnswer, Parcel, Payment, ProgressAnswer, ProgressQuery } from '#sync/api'
import { addWorkingDays, type Attachment, type Draft, type WithdrawalReason } from '#sync/model'
import type { DraftStore, IndexedDbSource } from '#sync/store'
import { v4 as uuidV4, v7 as uuidV7 } from 'uuid'
import { askHub, type HubOutcome } from './ask-hub.ts'
import { askLicences } from './ask-licences.ts'
import type { EngineChange } from './desk-engine.ts'
import { DeskError } from './desk-error.ts'
import * as edits from './draft-edits.ts'
import { type Doer, placeOf, stepsOf, withSteps } from './draft-history.ts'
import type {
  DeskChange,
  DraftPatch,
  HandedOver,
  IntakeDesk,
  IntakeDetail,
  IntakeFinds,
  IntakeSummary,
  KeyProgress,
  LicenceRequest,
  NewFile,
  NewPage,
  OpenReport,
  PickUpInput,
  ReviewSaid,
  SessionKeys,
  ShellPorts,
  SyncReport,
  SyncState,
  TakenOver,
  TaskView,
} from './intake-desk.ts'
import * as transfers from './draft-transfer.ts'
import { openDesk, type Opened } from './open-desk.ts'
import { registerPickUp } from './pick-up.ts'
import { demandHere, demandIntake, draftNotFound } from './draft-demands.ts'
import { SubmissionFailure, submitDraft } from './submit-draft.ts'
import { beginDraft, draftSupplement, settleRequest, type SupplementInput } from './supplement.ts'
import { Turns } from './turns.ts'
import { draftCorrection, sendAgain } from './refused-intake.ts'
import { registerReview } from './register-review.ts'
import { type FollowParts, registerWithdrawal } from './register-withdrawal.ts'
import { SearchDesk } from './search-intakes.ts'
import { detailOf, receiptOf, summaryOf, syncStateOf, taskView } from './views.ts'

/** What the desk works with; all but the first three have the worker's own as default. */
export interface DeskParts {
  readonly ports: ShellPorts
  readonly onChange: (change: DeskChange) => void
  /** Version of the catalogue that intakes are made from. */
  readonly catalogueVersion: () => Promise<string>
  readonly databaseName?: string
  readonly source?: IndexedDbSource
  readonly clock?: Clock
  readonly random?: () => number
  readonly hub?: DeliveryHub
}

/** 容缺后补 is called to mind so many working days before it is due. */
const remindWorkingDays = 3

interface DeskSession {
  readonly operator: Operator
  readonly drafts: DraftStore
}

/** The desk itself: runs in the worker, and as it is in a test. */
export class LocalDesk implements IntakeDesk {
  readonly #parts: DeskParts
  readonly #clock: Clock
  readonly #turns = new Turns()
  readonly #search = new SearchDesk()
  /** Drafts whose failed submission may have left a packet on disk. */
  readonly #packetLeft = new Set<string>()
  #opening: Promise<Opened> | null = null
  #opened: Opened | null = null
  #session: DeskSession | null = null

  constructor(parts: DeskParts) {
    this.#parts = parts
    this.#clock = parts.clock ?? systemClock
  }

  async open(input: { terminal: TerminalInfo; keys: StoreKeys }): Promise<OpenReport> {
    this.#opening ??= this.#open(input).catch((error: unknown) => {
      this.#opening = null
      throw error
    })
    return (await this.#opening).report
  }

  async #open(input: { terminal: TerminalInfo; keys: StoreKeys }): Promise<Opened> {
    const tell = (change: EngineChange): void => {
      if (change.kind === 'state') void this.#tellState()
      else if (change.kind === 'intake') this.#parts.onChange(change)
      else if (change.task.operatorId === this.#session?.operator.id)
        this.#parts.onChange({ kind: 'task', task: taskView(change.task) })
    }
    try {
      return await openDesk(this.#parts, { ...input, clock: this.#clock }, tell, (opened) => {
        this.#opened = opened
      })
    } catch (error) {
      this.#opened = null
      throw error
    }
  }

  /** Ends delivery and closes the database: for tests, and before another desk opens it. */
  async close(): Promise<void> {
    const opened = this.#opened
    this.#opened = this.#opening = this.#session = null
    opened?.stop.abort()
    await opened?.engine.stop()
    opened?.store.close()
  }

  async beginSession({ operator, draftKey, keyId = '', earlierDraftKeys = [] }: SessionKeys): Promise<void> {
    this.#session = null
    const ring = { keyId, earlier: earlierDraftKeys }
    const drafts = await this.#demandOpen().store.drafts(operator.id, draftKey, ring)
    this.#session = { operator, drafts }
    const { date } = addWorkingDays(this.#isoNow().slice(0, 10), remindWorkingDays)
    await this.#demandOpen().store.intakes.wakeDeferrals(operator.id, date)
    await this.#tellState()
  }

  async endSession(): Promise<void> {
    this.#session = null
    if (this.#opened !== null) await this.#tellState()
  }

  async wipeSession(): Promise<void> {
    const { drafts } = this.#demandSession()
    this.#session = null
    await drafts.wipe()
  }

  async createDraft(input: { themeId: string; answers: Record<string, string> }): Promise<Draft> {
    return beginDraft(this.#beginning(), input)
  }

  async createSupplement(intakeId: string, input: SupplementInput): Promise<Draft> {
    return draftSupplement(this.#beginning(), await this.#demandOwn(intakeId), input)
  }

  saveDraft(draftId: string, patch: DraftPatch): Promise<Draft> {
    return this.#edit(draftId, (draft, doer) => ({
      draft: edits.patched(draft, patch, doer),
      steps: stepsOf(draft, patch),
    }))
  }

  async getDraft(draftId: string): Promise<Draft | null> {
    return this.#demandSession().drafts.get(draftId)
  }

  async listDrafts(): Promise<Draft[]> {
    return this.#demandSession().drafts.list()
  }

  discardDraft(draftId: string): Promise<void> {
    const { drafts } = this.#demandSession()
    return this.#turns.take(draftId, async () => {
      await this.#takePacketBack(draftId)
      await drafts.remove(draftId)
    })
  }

  handOverDraft(draftId: string): Promise<HubOutcome<HandedOver>> {
    const parts = this.#transferParts()
    return this.#turns.take(draftId, async () => {
      await this.#takePacketBack(draftId)
      // Saved at another terminal, the corrected one cannot keep the refused one here from being sent beside it.
      const { corrects } = (await parts.drafts.get(draftId)) ?? {}
      if (corrects !== undefined) await this.withdraw(corrects, 'wrong-information')
      return transfers.handOverDraft(parts, draftId)
    })
  }

  recallDraft(draftId: string): Promise<HubOutcome<'here' | 'taken'>> {
    const parts = this.#transferParts()
    return this.#turns.take(draftId, () => transfers.recallDraft(parts, draftId))
  }

  async takeOverDraft(code: string): Promise<HubOutcome<TakenOver>> {
    const parts = this.#transferParts()
    demandIntake(this.#demandSession().operator)
    return this.#turns.take('transfers', () => transfers.takeOverDraft(parts, code))
  }

  async settleTransfers(): Promise<void> {
    const parts = this.#transferParts()
    return this.#turns.take('transfers', () => transfers.settleTransfers(parts))
  }

  #transferParts(): transfers.TransferParts {
    const { drafts } = this.#demandSession()
    const terminal = placeOf(this.#demandOpen().terminal)
    return { ports: this.#parts.ports, drafts, terminal, now: this.#clock.now, newKey: uuidV7 }
  }

  async addAttachment(draftId: string, input: NewFile): Promise<Attachment> {
    const attachment = await edits.newAttachment(input, uuidV7())
    await this.#edit(draftId, (draft) => ({
      draft: edits.withAttachment(draft, attachment),
      file: { add: { id: attachment.id, bytes: input.bytes } },
    }))
    return attachment
  }

  async keepPage(draftId: string, { file, ...page }: NewPage): Promise<Draft> {
    const attachment = await edits.newAttachment(file, uuidV7())
    return this.#edit(draftId, (draft) => {
      const kept = edits.withPage(draft, attachment, page)
      if (kept === null) throw new DeskError('attachment-not-found', 'the page to be replaced is not there')
      const { replaces: removeId } = page
      return {
        draft: kept,
        steps: [{ action: page.origin, detail: page.materialId }],
        file: {
          add: { id: attachment.id, bytes: file.bytes },
          ...(removeId === undefined ? {} : { removeId }),
        },
      }
    })
  }

  async readAttachment(draftId: string, attachmentId: string): Promise<Uint8Array> {
    const { drafts } = this.#demandSession()
    const known = await drafts.get(draftId)
    const bytes = known === null ? null : await drafts.readPart(draftId, attachmentId)
    if (bytes === null) throw new DeskError('attachment-not-found', 'there is no such file in this draft')
    return bytes
  }

  removeAttachment(draftId: string, attachmentId: string): Promise<Draft> {
    return this.#edit(draftId, (draft) => ({
      draft: edits.withoutAttachment(draft, attachmentId),
      file: { removeId: attachmentId },
      steps: [{ action: 'removed', detail: attachmentId }],
    }))
  }

  submit(draftId: string, input: { matters: string[] }): ReturnType<IntakeDesk['submit']> {
    const { operator, drafts } = this.#demandSession()
    const { store, terminal, keys, engine } = this.#demandOpen()
    return this.#turns.take(draftId, async () => {
      const draft = await drafts.get(draftId)
      if (draft === null) {
        // Asked a second time: the first answer.
        const stored = await store.intakes.get(draftId)
        if (stored?.intake.operator.id !== operator.id) throw draftNotFound()
        return receiptOf(stored)
      }
      demandHere(draft)
      await this.#takePacketBack(draftId)
      const { ports } = this.#parts
      const catalogueVersion = await this.#parts.catalogueVersion()
      const now = this.#clock.now
      const parts = { ports, store, drafts, operator, terminal, keys, catalogueVersion, now, newKey: uuidV4 }
      const intake = await submitDraft(parts, draft, input.matters).catch((error: unknown) => {
        if (!(error instanceof SubmissionFailure)) throw error
        if (error.packetLeft) this.#packetLeft.add(draftId)
        throw error.cause
      })
      // From here on it is saved: what follows must not turn that into an error.
      await engine.enqueue(draftId).catch(() => undefined)
      if (draft.corrects !== undefined)
        // Nobody has to see to the refused one any more, or can send it beside this one.
        await this.withdraw(draft.corrects, 'wrong-information').catch(() => undefined)
      if (draft.supplement !== null) {
        await settleRequest(store, draft.supplement).catch(() => undefined)
        this.#parts.onChange({ kind: 'intake', intakeId: draft.supplement.intakeId })
        await this.#tellState()
      }
      this.#parts.onChange({ kind: 'intake', intakeId: draftId })
      return receiptOf({ intake })
    })
  }

  sendAgain(intakeId: string): Promise<IntakeDetail> {
    return this.#follow(intakeId, sendAgain)
  }

  async createCorrection(intakeId: string): Promise<Draft> {
    const { store, keys } = this.#demandOpen()
    return draftCorrection({ ...this.#beginning(), store, keys }, await this.#demandOwn(intakeId))
  }

  #beginning() {
    return { drafts: this.#demandSession().drafts, newId: uuidV7, doer: this.#doer() }
  }

  /** @throws DeskError `submit-undecided` while the packet of a failed submission cannot be taken back. */
  async #takePacketBack(draftId: string): Promise<void> {
    if (!this.#packetLeft.has(draftId)) return
    try {
      await this.#parts.ports.discardPacket(draftId)
    } catch (cause) {
      throw new DeskError('submit-undecided', 'the packet of an earlier attempt is still there', { cause })
    }
    this.#packetLeft.delete(draftId)
  }

  async queryLicences(draftId: string, request: LicenceRequest): Promise<HubOutcome<LicenceAnswer>> {
    const { drafts } = this.#demandSession()
    return askLicences({ ports: this.#parts.ports, drafts, doer: this.#doer() }, draftId, request)
  }

  withdraw(intakeId: string, reason: WithdrawalReason): Promise<IntakeDetail> {
    return this.#follow(intakeId, (parts) => registerWithdrawal(parts, intakeId, reason))
  }

  pickUp(intakeId: string, input: PickUpInput): Promise<IntakeDetail> {
    const { hubKey } = this.#demandOpen().terminal
    return this.#follow(intakeId, ({ store, ...parts }) =>
      registerPickUp({ ...parts, delivery: store.delivery, hubKey }, intakeId, input),
    )
  }

  review(intakeId: string, said: ReviewSaid): Promise<IntakeDetail> {
    return this.#follow(intakeId, ({ store, now, newKey }) =>
      registerReview({ delivery: store.delivery, now, reviewId: newKey() }, intakeId, said),
    )
  }

  /** What follows an intake of this operator is registered: it may go then, and the screens show it. */
  async #follow(
    intakeId: string,
    register: (parts: FollowParts, own: IntakeDetail) => Promise<void>,
  ): Promise<IntakeDetail> {
    const { store, engine } = this.#demandOpen()
    const { id: operatorId } = this.#demandSession().operator
    const own = await this.#demandOwn(intakeId)
    await register({ store, operatorId, now: this.#clock.now(), newKey: uuidV4 }, own)
    await engine.enqueue(intakeId).catch(() => undefined)
    this.#parts.onChange({ kind: 'intake', intakeId })
    return this.#demandOwn(intakeId)
  }

  async queryProgress(query: ProgressQuery): Promise<HubOutcome<ProgressAnswer>> {
    this.#demandSession()
    return askHub(this.#parts.ports, (hub, signal) => hub.queryProgress(query, signal))
  }

  async orderParcel(intakeId: string): Promise<HubOutcome<Parcel>> {
    await this.#demandOwn(intakeId)
    return askHub(this.#parts.ports, (hub, signal) => hub.orderParcel(intakeId, signal))
  }

  async pay(intakeId: string, payerCode: string | null): Promise<HubOutcome<Payment>> {
    await this.#demandOwn(intakeId)
    return askHub(this.#parts.ports, (hub, signal) =>
      payerCode === null ? hub.openPayment(intakeId, signal) : hub.chargePayment(intakeId, payerCode, signal),
    )
  }

  async listIntakes({ limit }: { limit: number }): Promise<IntakeSummary[]> {
    const { store, engine } = this.#demandOpen()
    const stored = await store.intakes.list(this.#demandSession().operator.id, limit)
    return stored.map((one) => summaryOf(one, engine.snapshot().sendingIds))
  }

  async searchIntakes(input: { query: string; limit: number }): Promise<IntakeFinds | null> {
    return this.#search.find(this.#demandOpen(), this.#demandSession().operator.id, input)
  }

  async getIntake(intakeId: string): Promise<IntakeDetail | null> {
    const { store, engine } = this.#demandOpen()
    const { operator } = this.#demandSession()
    const stored = await store.intakes.get(intakeId)
    return stored?.intake.operator.id === operator.id ? detailOf(stored, engine.snapshot().sendingIds) : null
  }

  /** @throws DeskError `intake-not-found` for an intake that this operator did not take in. */
  async #demandOwn(intakeId: string): Promise<IntakeDetail> {
    const detail = await this.getIntake(intakeId)
    if (detail === null) throw new DeskError('intake-not-found', 'there is no such intake of this operator')
    return detail
  }

  async listTasks(options?: { asleep: boolean }): Promise<TaskView[]> {
    const tasks = await this.#demandOpen().store.intakes.openTasks(this.#demandSession().operator.id, options)
    return tasks.map(taskView)
  }

  async markTaskSeen(taskId: string): Promise<void> {
    const { store } = this.#demandOpen()
    const intakeId = await store.intakes.markTaskSeen(taskId, this.#demandSession().operator.id)
    if (intakeId !== null) this.#parts.onChange({ kind: 'intake', intakeId })
  }

  async keyProgress(): Promise<KeyProgress> {
    return this.#demandOpen().keyProgress()
  }

  async syncState(): Promise<SyncState> {
    const { engine, store } = this.#demandOpen()
    const operatorId = this.#session?.operator.id
    const openTasks = operatorId === undefined ? 0 : await store.intakes.countOpenTasks(operatorId)
    return syncStateOf(engine.snapshot(), openTasks)
  }

  async syncNow(): Promise<SyncReport> {
    return this.#demandOpen().engine.syncNow()
  }

  async #tellState(): Promise<void> {
    if (this.#opened === null) return
    const state = await this.syncState().catch(() => null)
    if (state !== null) this.#parts.onChange({ kind: 'sync', state })
  }

  /** Changes a draft; changes of one draft follow each other. */
  #edit(draftId: string, change: (draft: Draft, doer: Doer) => edits.DraftChange): Promise<Draft> {
    const { drafts } = this.#demandSession()
    return this.#turns.take(draftId, async () => {
      const before = await drafts.get(draftId)
      if (before === null) throw draftNotFound()
      demandHere(before)
      const doer = this.#doer()
      const { draft, file, steps = [] } = change(before, doer)
      const next = { ...(await withSteps(draft, doer, steps)), updatedAt: doer.at }
      if (!(await drafts.update(next, file))) throw draftNotFound()
      return next
    })
  }

  /** Who does what is done now, where and when. */
  #doer(): Doer {
    const { operator } = this.#demandSession()
    demandIntake(operator)
    const terminal = placeOf(this.#demandOpen().terminal)
    return { operatorId: operator.id, terminal, at: this.#isoNow() }
  }

  #isoNow(): string {
    return new Date(this.#clock.now()).toISOString()
  }

  #demandOpen(): Opened {
    if (this.#opened === null) throw new DeskError('desk-not-open', 'the store is not open')
    return this.#opened
  }

  #demandSession(): DeskSession {
    this.#demandOpen()
    if (this.#session === null) throw new DeskError('desk-no-session', 'nobody is signed in')
    return this.#session
  }
}
