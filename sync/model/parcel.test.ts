import { describe, expect, it } from 'vitest'
import { postalNumber, recipientOf } from './parcel.ts'

const typed = (value: string) => ({ value, source: 'typed' as const })
const signature = { signer: 'mother' }

describe('posting the results', () => {
  it('is to the signer at the address of the form, where the form says so', () => {
    const values = {
      'service.deliveryMethod': typed('post'),
      'service.deliveryAddress': typed('湖南省长沙市样例路1号'),
      'mother.name': typed('欧试样'),
      'mother.mobile': typed('19900000000'),
    }
    expect(recipientOf({ values, signature })).toEqual({
      name: '欧试样',
      mobile: '19900000000',
      address: '湖南省长沙市样例路1号',
    })
    expect(
      recipientOf({ values: { ...values, 'service.deliveryMethod': typed('window') }, signature }),
    ).toBeNull()
    expect(recipientOf({ values: {}, signature })).toBeNull()
  })

  it('goes by numbers with the check digit of UPU S10', () => {
    // The standard's own example: 47312482 has the check digit 9.
    expect(postalNumber('RR', 47_312_482)).toBe('RR473124829CN')
    for (let serial = 0; serial < 3_000; serial += 1)
      expect(postalNumber('EA', serial)).toMatch(/^EA\d{9}CN$/)
  })
})
