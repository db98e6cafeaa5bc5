import { intakeSchema, parseReceiptNumber } from '#sync/model'
import { describe, expect, it } from 'vitest'
import { sealedOf } from './seed.ts'
import { inventIntake } from './stored-intakes.ts'

const place = { siteCode: '430102', terminalId: 'T01' }

describe('an intake of a full profile', () => {
  it('is one as the terminal stores them, with a number of its own', () => {
    const [first, last] = [inventIntake(1, place), inventIntake(50_000, place)]
    expect(intakeSchema.parse(first)).toEqual(first)
    expect(parseReceiptNumber(last.receiptNumber)?.sequence).toBe(50_000)
    expect(first.intakeId).not.toBe(last.intakeId)
  })

  it('comes to the page with the same bytes', () => {
    const intake = inventIntake(1, place)
    const bytes = Uint8Array.from([0, 127, 128, 255])
    const text = Buffer.from(bytes).toString('base64')
    const sealed = sealedOf({
      intake,
      sequence: 1,
      headerBytes: text,
      signature: text,
      packetHash: 'a',
      parts: [{ id: 'intake', bytes: text }],
    })
    expect(sealed.packet.headerBytes).toEqual(bytes)
    expect(sealed.packet.parts).toEqual([{ id: 'intake', bytes }])
    expect(sealed.entries).toEqual([])
  })
})
