import type { FeedEvent, HubCase, WebhookEvent } from '#sync/api'
import { derivedId } from '../derived-id.ts'

/**
 * An id of what is told. That a case has come is told under an id of the case alone: a hub that was restored from an
 * older back-up tells it once more, and the department knows it.
 */
function deliveryIdOf(what: string): string {
  return derivedId(`webhook ${what}`)
}

/** What a department is told of an event of the feed: nothing of another department's cases, and no value of the form. */
export function webhookEventsOf(event: FeedEvent, department: string): WebhookEvent[] {
  const { intakeId, at } = event
  const told = (type: WebhookEvent['type'], one: HubCase, id: string): WebhookEvent[] =>
    one.department === department
      ? [
          {
            deliveryId: deliveryIdOf(id),
            department,
            type,
            intakeId,
            caseId: one.caseId,
            caseNumber: one.caseNumber,
            matterId: one.matterId,
            status: one.status,
            at,
          },
        ]
      : []
  switch (event.type) {
    case 'intake.accepted':
      return event.cases.flatMap((one) => told('case.received', one, `received ${one.caseId}`))
    case 'case.progressed':
    case 'case.supplement-requested':
      return told(event.type, event.case, `event ${event.eventId}`)
    case 'payment.settled':
      return []
  }
}
