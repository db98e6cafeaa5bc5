import type { DeliveryState } from '#sync/model'

/** Message key of where an intake is on its way, given whether the line is up. */
export function deliveryKey(
  delivery: DeliveryState,
  link: 'unknown' | 'online' | 'offline' | 'parked',
): `receipt.done.delivery.${'waitingOnline' | 'waitingOffline' | 'sending' | 'delivered' | 'refused'}` {
  if (delivery !== 'waiting') return `receipt.done.delivery.${delivery}`
  return link === 'online' ? 'receipt.done.delivery.waitingOnline' : 'receipt.done.delivery.waitingOffline'
}
