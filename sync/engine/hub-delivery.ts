import { type CommitAnswer, type FeedEvent, type HubClient, type HubResult, sendReview } from '#sync/api'
import type { Acceptance, DeliveryHub, FeedChange, HubAnswer } from './ports.ts'

function answerOf<T, U>(result: HubResult<T>, map: (value: T) => U): HubAnswer<U> {
  return result.ok ? { ok: true, value: map(result.value) } : { ok: false, problem: result.failure }
}

/** An event of the contract in the engine's terms. */
export function changesOf(event: FeedEvent): FeedChange[] {
  const { intakeId, position } = event
  switch (event.type) {
    case 'intake.accepted':
      return [
        { kind: 'accepted', intakeId, position, provinceNumber: event.provinceNumber, cases: event.cases },
      ]
    case 'case.progressed':
      return [{ kind: 'case', intakeId, position, case: event.case }]
    case 'payment.settled': {
      const { orderNumber, amountFen, transactionId, paidAt } = event
      const payment = { orderNumber, amountFen, transactionId, paidAt }
      return [{ kind: 'paid', intakeId, position, payment }]
    }
    case 'case.supplement-requested': {
      const { caseId, department, matterId } = event.case
      const { requestId: taskId, items, note, dueDate, at } = event
      return [
        { kind: 'case', intakeId, position, case: event.case },
        {
          kind: 'supplement',
          intakeId,
          position,
          task: { taskId, caseId, department, matterId, items, note, dueDate, at },
        },
      ]
    }
  }
}

/** A line without packet files was asked for one. */
class PacketFileMissing extends Error {
  readonly code = 'packet.not-found'
}

function acceptanceOf({ packetHash, provinceNumber, cases }: CommitAnswer): Acceptance {
  return {
    packetHash,
    provinceNumber,
    // Older than every event: what the feed has told meanwhile is newer.
    cases: cases.map((one) => ({ ...one, position: 0 })),
  }
}

/** The unified intake API as delivery needs it. */
export function deliveryHub(client: HubClient): DeliveryHub {
  return {
    announce: async (packet, _key, signal) =>
      answerOf(await client.announce(packet, signal), (value) => ({ missing: value.missingParts })),
    uploadPart: async (part, _key, signal) => answerOf(await client.uploadPart(part, signal), () => null),
    commit: async (packet, key, signal) =>
      answerOf(await client.commit(packet.intakeId, key, signal), acceptanceOf),
    deliver: async ({ intakeId }, signal) => {
      // The line has the file; a line that has none says so by the same code.
      const read = (): Promise<never> => Promise.reject(new PacketFileMissing())
      return answerOf(await client.deliver({ intakeId, whole: true, read }, signal), acceptanceOf)
    },
    withdraw: async (intakeId, withdrawal, signal) =>
      answerOf(await client.withdraw(intakeId, withdrawal, signal), () => null),
    recordPickUp: async (intakeId, pickUp, signal) =>
      answerOf(await client.recordPickUp(intakeId, pickUp, signal), () => null),
    recordReview: async (intakeId, review, signal) =>
      answerOf(await sendReview(client, intakeId, review, signal), () => null),
    feed: async (cursor, signal) =>
      answerOf(await client.feed(cursor, signal), ({ events, cursor: next, more, epoch }) => ({
        changes: events.flatMap(changesOf),
        // An empty feed has no cursor: the place stays where it was.
        cursor: next ?? cursor,
        more,
        epoch: epoch ?? null,
      })),
    compare: async (holdings, signal) =>
      answerOf(
        await client.compareHoldings(
          holdings.map((one) => ({ ...one, pickUpIds: [...one.pickUpIds] })),
          signal,
        ),
        ({ missing }) => missing,
      ),
  }
}
