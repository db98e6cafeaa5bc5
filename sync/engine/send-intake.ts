import {
  afterFailure,
  type DeliveryRecord,
  delivers,
  entriesFor,
  type OutboxEntry,
  type TaskRecord,
} from '#sync/outbox'
import { deadlineFor, withDeadline } from './deadline.ts'
import { accepted, pickUpNoted, refusedRecord, reviewNoted, withdrawn } from './feed-changes.ts'
import { concernsHost } from './link.ts'
import type {
  Acceptance,
  Clock,
  DeliveryHub,
  EngineStore,
  HubAnswer,
  HubProblem,
  PacketToSend,
} from './ports.ts'
import type { OutboxQueue } from './queue.ts'
import type { WholeRoute } from './whole-route.ts'

/** What sending one intake needs. */
export interface SendingParts {
  readonly hub: DeliveryHub
  readonly store: EngineStore
  readonly queue: OutboxQueue
  readonly clock: Clock
  readonly random: () => number
  readonly newKey: () => string
  /** 上行限速 of scans, shared; null or absent where there is none. */
  readonly scanBytesPerSecond?: number | null
}

/** How one step ended. */
export type StepOutcome =
  | { readonly kind: 'advanced'; readonly sentBytes: number }
  | { readonly kind: 'delivered' }
  | { readonly kind: 'followed' }
  | { readonly kind: 'failed'; readonly problem: HubProblem }
  | { readonly kind: 'refused'; readonly problem: HubProblem; readonly tasks: readonly TaskRecord[] }

/**
 * Does the next operation of an intake: asks the hub, and then, outside of whatever can go wrong with the asking,
 * records what came of it. A crash between the two repeats the question, which the hub answers as before.
 * @param counted false while the line is down: a probe that fails says nothing about this intake.
 * @throws the store's errors.
 */
export async function sendStep(
  parts: SendingParts,
  packet: PacketToSend,
  entry: OutboxEntry,
  options: { stop: AbortSignal; counted: boolean },
): Promise<StepOutcome> {
  if (entry.kind === 'announce') {
    const answer = await ask(parts, 0, options.stop, (signal) =>
      parts.hub.announce(packet, entry.idempotencyKey, signal),
    )
    if (!answer.ok) return failed(parts, entry, answer.problem, options)
    return announced(parts, entry, answer.value.missing)
  }
  if (entry.kind === 'part') return upload(parts, entry, options)
  if (entry.kind === 'withdraw') return takeBack(parts, entry, options)
  if (entry.kind === 'pick-up') return handOut(parts, entry, options)
  if (entry.kind === 'review') return tellReview(parts, entry, options)
  const answer = await ask(parts, 0, options.stop, (signal) =>
    parts.hub.commit(packet, entry.idempotencyKey, signal),
  )
  if (!answer.ok) return failed(parts, entry, answer.problem, options)
  return committed(parts, packet, entry, answer.value, options)
}

/**
 * Sends a whole intake in one request, and records what came of it as {@link sendStep} does.
 * @returns null where it has to go step by step
 * @throws the store's errors.
 */
export async function sendWhole(
  parts: SendingParts,
  packet: PacketToSend,
  route: WholeRoute,
  options: { stop: AbortSignal; counted: boolean },
): Promise<StepOutcome | null> {
  const { intakeId } = packet
  const entries = parts.queue.entries(intakeId)
  const size = entries.reduce((sum, entry) => sum + entry.size, 0)
  const startedAt = parts.clock.now()
  const [first] = entries
  if (first === undefined) return null
  const answer = await ask(parts, size, options.stop, (signal) => parts.hub.deliver(packet, signal))
  if (answer.ok) {
    route.speed.note(size, parts.clock.now() - startedAt)
    return committed(parts, packet, first, answer.value, options)
  }
  return route.refused(intakeId, answer.problem) ? null : failed(parts, first, answer.problem, options)
}

async function upload(
  parts: SendingParts,
  entry: OutboxEntry,
  options: { stop: AbortSignal; counted: boolean },
): Promise<StepOutcome> {
  const { intakeId } = entry
  const partId = entry.partId ?? ''
  const unreadable: unknown[] = []
  const read = (): Promise<Uint8Array<ArrayBuffer>> =>
    parts.store.partBytes(intakeId, partId).catch((error: unknown) => {
      unreadable.push(error)
      throw error
    })
  const answer = await ask(parts, entry.size, options.stop, (signal) =>
    parts.hub.uploadPart(
      { intakeId, partId, resume: entry.lastProblem !== null, read },
      entry.idempotencyKey,
      signal,
    ),
  )
  // What this machine cannot read says nothing about the line.
  if (!answer.ok && unreadable.length > 0) throw unreadable[0]
  if (!answer.ok) return failed(parts, entry, answer.problem, options)
  parts.queue.pass(intakeId, [entry])
  return { kind: 'advanced', sentBytes: entry.size }
}

async function takeBack(
  parts: SendingParts,
  entry: OutboxEntry,
  options: { stop: AbortSignal; counted: boolean },
): Promise<StepOutcome> {
  const { intakeId } = entry
  const withdrawal = await parts.store.withdrawal(intakeId)
  if (withdrawal !== null) {
    const answer = await ask(parts, 0, options.stop, (signal) =>
      parts.hub.withdraw(intakeId, withdrawal, signal),
    )
    if (!answer.ok) return failed(parts, entry, answer.problem, options)
  }
  return followed(parts, entry, withdrawn)
}

async function handOut(
  parts: SendingParts,
  entry: OutboxEntry,
  options: { stop: AbortSignal; counted: boolean },
): Promise<StepOutcome> {
  const { intakeId, idempotencyKey: pickUpId } = entry
  const pickUp = await parts.store.pickUp(intakeId, pickUpId)
  if (pickUp !== null) {
    const answer = await ask(parts, pickUp.evidence.length, options.stop, (signal) =>
      parts.hub.recordPickUp(intakeId, pickUp, signal),
    )
    if (!answer.ok) return failed(parts, entry, answer.problem, options)
  }
  return followed(parts, entry, (record) => pickUpNoted(record, pickUpId))
}

async function tellReview(
  parts: SendingParts,
  entry: OutboxEntry,
  options: { stop: AbortSignal; counted: boolean },
): Promise<StepOutcome> {
  const review = await parts.store.review(entry.intakeId)
  if (review !== null) {
    const answer = await ask(parts, 0, options.stop, (signal) =>
      parts.hub.recordReview(entry.intakeId, review, signal),
    )
    if (!answer.ok) return failed(parts, entry, answer.problem, options)
  }
  return followed(parts, entry, reviewNoted)
}

/** What follows an intake has been answered: the record says so, and the next that follows goes. */
async function followed(
  parts: SendingParts,
  { intakeId, entryId }: OutboxEntry,
  transform: (record: DeliveryRecord) => DeliveryRecord,
): Promise<StepOutcome> {
  await parts.store.change([intakeId], transform, { removeEntries: [entryId] })
  await parts.queue.reloadIntake(intakeId)
  return { kind: 'followed' }
}

function ask<T>(
  { clock, scanBytesPerSecond }: SendingParts,
  size: number,
  stop: AbortSignal,
  request: (signal: AbortSignal) => Promise<HubAnswer<T>>,
): Promise<HubAnswer<T>> {
  return withDeadline(clock, deadlineFor(size, scanBytesPerSecond), stop, request)
}

async function announced(
  parts: SendingParts,
  entry: OutboxEntry,
  missing: readonly string[],
): Promise<StepOutcome> {
  const { queue } = parts
  const waiting = new Set(queue.entries(entry.intakeId).flatMap((one) => one.partId ?? []))
  if (missing.some((partId) => !waiting.has(partId))) {
    // The hub lacks a part that it had confirmed before (a restored backup, say): all parts are offered again.
    const shapes = await parts.store.partShapes(entry.intakeId)
    const all = entriesFor({ intakeId: entry.intakeId, parts: shapes }, parts.clock.now(), parts.newKey)
    await queue.replace(
      entry.intakeId,
      all.filter((one) => one.kind === 'commit' || (one.partId !== null && missing.includes(one.partId))),
    )
    return { kind: 'advanced', sentBytes: 0 }
  }
  const there = queue
    .entries(entry.intakeId)
    .filter((one) => one.partId !== null && !missing.includes(one.partId))
  queue.pass(entry.intakeId, [entry, ...there])
  return { kind: 'advanced', sentBytes: 0 }
}

async function committed(
  parts: SendingParts,
  packet: PacketToSend,
  entry: OutboxEntry,
  answer: Acceptance,
  options: { counted: boolean },
): Promise<StepOutcome> {
  if (answer.packetHash !== packet.packetHash) {
    // Never taken for delivered: the hub speaks of other bytes than ours.
    const problem: HubProblem = {
      class: 'retry',
      code: 'hub.wrong-hash',
      status: 200,
      retryAfterMs: null,
      detail: 'the hub committed another hash',
    }
    return failed(parts, entry, problem, options)
  }
  const removeEntries = parts.queue.deliveryIds(entry.intakeId)
  await parts.store.change([entry.intakeId], (record) => accepted(record, answer), { removeEntries })
  parts.queue.drop(entry.intakeId)
  // A withdrawal that was registered meanwhile goes next.
  await parts.queue.reloadIntake(entry.intakeId)
  return { kind: 'delivered' }
}

async function failed(
  parts: SendingParts,
  entry: OutboxEntry,
  problem: HubProblem,
  options: { counted: boolean },
): Promise<StepOutcome> {
  if (problem.code === 'hub.stopped') return { kind: 'failed', problem }
  const now = parts.clock.now()
  const lastProblem = { class: problem.class, code: problem.code, status: problem.status, at: now }
  const { random, queue } = parts
  if (problem.remedy === 'restart' && entry.kind !== 'announce') {
    const shapes = await parts.store.partShapes(entry.intakeId)
    const fresh = entriesFor({ intakeId: entry.intakeId, parts: shapes }, now, parts.newKey).map((one) => ({
      ...one,
      attempts: entry.attempts,
    }))
    const [head, ...others] = fresh as [OutboxEntry, ...OutboxEntry[]]
    await queue.replace(entry.intakeId, [afterFailure(head, lastProblem, { now, random }), ...others])
    return { kind: 'failed', problem }
  }
  if (problem.class === 'refuse' && delivers(entry)) {
    const putEntries = queue
      .entries(entry.intakeId)
      .map((one): OutboxEntry => ({ ...one, state: 'refused', lastProblem }))
    const at = new Date(now).toISOString()
    const changed = await parts.store.change(
      [entry.intakeId],
      (record) => refusedRecord(record, { detail: problem.detail, at }),
      { putEntries, removeEntries: queue.passedIds(entry.intakeId) },
    )
    queue.drop(entry.intakeId)
    const tasks = (changed ?? []).flatMap((record) => record.tasks.filter((task) => task.kind === 'refused'))
    return { kind: 'refused', problem, tasks }
  }
  const hostTrouble = concernsHost(problem)
  if (problem.class === 'park' || (hostTrouble && !options.counted)) {
    await queue.save({ ...entry, lastProblem })
  } else {
    const retryAfterMs = problem.retryAfterMs
    await queue.save(afterFailure(entry, lastProblem, { now, random, retryAfterMs }))
  }
  return { kind: 'failed', problem }
}
