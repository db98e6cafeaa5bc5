import { z } from 'zod'

/** 统一物流: the one parcel of an intake's results. */
export const parcelSchema = z.strictObject({
  intakeId: z.uuid(),
  carrier: z.string().max(60),
  trackingNumber: z.string().max(40),
  orderedAt: z.iso.datetime({ offset: true }),
})
export type Parcel = z.infer<typeof parcelSchema>
