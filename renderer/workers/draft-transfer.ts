import { type HubResult, type TransferClaim, TransferClient } from '#sync/api'
import { type Draft, readTransferCode, transferCode, transferSecretBytes } from '#sync/model'
import {
  type DraftContent,
  fromBase64Url,
  maxTransferBytes,
  openDraft,
  PacketError,
  sealDraft,
  transferIdOf,
} from '#sync/packet'
import type { DraftStore } from '#sync/store'
import { askHub, type HubOutcome } from './ask-hub.ts'
import { DeskError } from './desk-error.ts'
import { type Step, withSteps } from './draft-history.ts'
import type { HandedOver, ShellPorts, TakenOver } from './intake-desk.ts'

/** Pages are large and a village's line is slow; whoever waits sees that it goes on. */
const contentWaitMs = 180_000

/** What handing over works with: one operator's drafts, and the line. */
export interface TransferParts {
  readonly ports: ShellPorts
  readonly drafts: DraftStore
  /** The terminal as steps name it. */
  readonly terminal: string
  readonly now: () => number
  readonly newKey: () => string
}

const no = (code: string): { readonly ok: false; readonly code: string } => ({ ok: false, code })

function ask<T>(
  { ports }: TransferParts,
  question: (hub: TransferClient, signal: AbortSignal) => Promise<HubResult<T>>,
  waitMs?: number,
): Promise<HubOutcome<T>> {
  return askHub(ports, (hub, signal) => question(new TransferClient(hub), signal), waitMs)
}

function withOwnStep({ now, terminal, drafts }: TransferParts, draft: Draft, step: Step): Promise<Draft> {
  const { operatorId } = drafts
  return withSteps(draft, { operatorId, terminal, at: new Date(now()).toISOString() }, [step])
}

async function filesOf({ drafts }: TransferParts, draft: Draft): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  for (const { id } of draft.attachments) {
    const bytes = await drafts.readPart(draft.id, id)
    if (bytes === null) throw new DeskError('attachment-not-found', 'a file of the draft is missing')
    files.set(id, bytes)
  }
  return files
}

/**
 * 存一下，换个窗口继续: seals the draft under a fresh secret, puts it at the hub, and only then closes it here. A draft that
 * was handed over already has its code still. Where the hub cannot be reached nothing has changed.
 * @throws DeskError `draft-not-found`
 */
export async function handOverDraft(parts: TransferParts, draftId: string): Promise<HubOutcome<HandedOver>> {
  const { drafts } = parts
  const found = await drafts.get(draftId)
  if (found === null) throw new DeskError('draft-not-found', 'there is no such draft of this operator')
  if (found.transfer?.kind === 'out') return { ok: true, value: found.transfer }
  if (found.transfer !== null) return no('transfer-unfinished')
  const secret = crypto.getRandomValues(new Uint8Array(transferSecretBytes))
  const draft = await withOwnStep(parts, found, { action: 'handed-over' })
  const sealed = await sealDraft(secret, { draft, files: await filesOf(parts, draft) })
  if (sealed.byteLength > maxTransferBytes) return no('hub.too-large')
  const transferId = await transferIdOf(secret)
  const stored = await ask(parts, (hub, signal) => hub.store(transferId, sealed, signal), contentWaitMs)
  if (!stored.ok) return stored
  const transfer = { kind: 'out' as const, code: transferCode(secret), expiresAt: stored.value.expiresAt }
  await drafts.update({ ...draft, transfer })
  return { ok: true, value: transfer }
}

async function settleOut(
  parts: TransferParts,
  draft: Draft,
  recall: boolean,
): Promise<HubOutcome<'here' | 'taken'>> {
  const secret = draft.transfer?.kind === 'out' ? readTransferCode(draft.transfer.code) : null
  if (secret === null) return { ok: true, value: 'here' }
  const transferId = await transferIdOf(secret)
  const answer = await ask(parts, (hub, signal) =>
    recall ? hub.recall(transferId, signal) : hub.state(transferId, signal),
  )
  // A hub that does not know it gives it to nobody.
  if (!answer.ok && answer.code !== 'hub.transfer-unknown') return answer
  const state = answer.ok ? answer.value.state : 'recalled'
  if (state === 'taken') {
    await parts.drafts.remove(draft.id)
    return { ok: true, value: 'taken' }
  }
  if (state === 'recalled' || state === 'expired') {
    await parts.drafts.update({ ...draft, transfer: null })
    return { ok: true, value: 'here' }
  }
  return no('transfer-claimed')
}

/** 收回: opens the draft here again, unless another terminal has it. Needs the hub's word, so that nobody else gets it. */
export async function recallDraft(
  parts: TransferParts,
  draftId: string,
): Promise<HubOutcome<'here' | 'taken'>> {
  const draft = await parts.drafts.get(draftId)
  if (draft === null) return { ok: true, value: 'taken' }
  return settleOut(parts, draft, true)
}

async function fetchContent(
  parts: TransferParts,
  secret: Uint8Array,
  { transferId, size }: TransferClaim,
): Promise<HubOutcome<DraftContent>> {
  if (size > maxTransferBytes) return no('transfer-damaged')
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size;) {
    const offset = at
    const piece = await ask(parts, (hub, signal) => hub.piece(transferId, offset, signal), contentWaitMs)
    if (!piece.ok) return piece
    const part = fromBase64Url(piece.value.bytes)
    if (part.byteLength === 0 || at + part.byteLength > size) return no('transfer-damaged')
    bytes.set(part, at)
    at += part.byteLength
  }
  try {
    return { ok: true, value: await openDraft(secret, bytes) }
  } catch (error) {
    if (error instanceof PacketError) return no('transfer-damaged')
    throw error
  }
}

/** Asks for it, fetches it, and keeps it here, durably but closed: it is this terminal's only when the hub has said so. */
async function receive(
  parts: TransferParts,
  secret: Uint8Array,
  transferId: string,
): Promise<HubOutcome<Draft>> {
  const { drafts, newKey, now } = parts
  const claim = await ask(parts, (hub, signal) => hub.claim(transferId, signal))
  if (!claim.ok) return claim
  const content = await fetchContent(parts, secret, claim.value)
  if (!content.ok) return content
  const { fromName, fromTerminal } = claim.value
  const from = fromName === '' ? fromTerminal : `${fromName}（${fromTerminal}）`
  const { draft, files } = content.value
  // Two operators of one terminal: the other's draft is there under this id until it is settled.
  const id = (await drafts.isFree(draft.id)) ? draft.id : newKey()
  // The id under which it was begun stays in the history: its first link is made over that.
  const moved = id === draft.id ? {} : { detail: draft.id }
  const received: Draft = {
    ...(await withOwnStep(parts, draft, { action: 'taken-over', ...moved })),
    id,
    // The refused intake was the other terminal's, and is settled there.
    corrects: undefined,
    operatorId: drafts.operatorId,
    transfer: { kind: 'in', transferId, from },
    updatedAt: new Date(now()).toISOString(),
  }
  await drafts.receive(received, files)
  return { ok: true, value: received }
}

const gone = new Set(['hub.transfer-unknown', 'hub.transfer-expired', 'hub.transfer-taken'])

/** Tells the hub that it is stored here, and opens it; if the hub gave it to nobody or another, it does not stay here. */
async function confirm(parts: TransferParts, draft: Draft): Promise<HubOutcome<TakenOver>> {
  if (draft.transfer?.kind !== 'in') throw new Error('only what is being taken can be confirmed')
  const { transferId, from } = draft.transfer
  const answer = await ask(parts, (hub, signal) => hub.confirm(transferId, signal))
  if (!answer.ok) {
    if (gone.has(answer.code)) await parts.drafts.remove(draft.id)
    return answer
  }
  await parts.drafts.update({ ...draft, transfer: null })
  return { ok: true, value: { draftId: draft.id, themeId: draft.themeId, step: draft.step, from } }
}

/**
 * 接办: takes the draft of a code, once. What was begun and broken off goes on where it stood; a code of this operator's
 * own draft calls it back.
 */
export async function takeOverDraft(parts: TransferParts, code: string): Promise<HubOutcome<TakenOver>> {
  const secret = readTransferCode(code)
  if (secret === null) return no('transfer-code-wrong')
  const transferId = await transferIdOf(secret)
  const known = await parts.drafts.list()
  const own = known.find(({ transfer }) => transfer?.kind === 'out' && transfer.code === transferCode(secret))
  if (own !== undefined) {
    const back = await settleOut(parts, own, true)
    if (!back.ok) return back
    if (back.value === 'taken') return no('hub.transfer-taken')
    return { ok: true, value: { draftId: own.id, themeId: own.themeId, step: own.step, from: null } }
  }
  const begun = known.find(({ transfer }) => transfer?.kind === 'in' && transfer.transferId === transferId)
  if (begun !== undefined) return confirm(parts, begun)
  const received = await receive(parts, secret, transferId)
  return received.ok ? confirm(parts, received.value) : received
}

/** Learns what became of the drafts that are on their way: taken ones go, expired ones open again, begun ones are finished. */
export async function settleTransfers(parts: TransferParts): Promise<void> {
  for (const draft of await parts.drafts.list()) {
    if (draft.transfer?.kind === 'out') await settleOut(parts, draft, false)
    if (draft.transfer?.kind === 'in') await confirm(parts, draft)
  }
}
