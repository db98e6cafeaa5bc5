import { postalNumber, type Recipient } from '#sync/model'
import type { Database } from '../database.ts'

/**
 * 统一物流平台: the seam where a province's logistics platform takes its place. `parcelId` is ours: ordering again under
 * it must give the same number.
 */
export interface PostProvider {
  order(parcel: {
    parcelId: string
    recipient: Recipient
  }): Promise<{ carrier: string; trackingNumber: string }>
}

/** A post that carries nothing, for the demonstration hall; it forgets the recipient at once. */
export function demonstrationPost(database: Database): PostProvider {
  return {
    async order({ parcelId }) {
      await database.rows(
        'INSERT INTO demonstration_parcels (parcel_id) VALUES ($1) ON CONFLICT DO NOTHING',
        [parcelId],
      )
      const [row] = await database.rows<{ serial: string | number }>(
        'SELECT serial FROM demonstration_parcels WHERE parcel_id = $1',
        [parcelId],
      )
      const serial = Number(row?.serial) % 100_000_000
      return { carrier: '示范邮政', trackingNumber: postalNumber('EA', serial) }
    },
  }
}
