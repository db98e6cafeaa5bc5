import { describe, expect, it } from 'vitest'
import { encodeSwitch } from './protocol.ts'

describe('an LCUS relay', () => {
  it.each([
    [1, true, [0xa0, 0x01, 0x01, 0xa2]],
    [1, false, [0xa0, 0x01, 0x00, 0xa1]],
    [2, true, [0xa0, 0x02, 0x01, 0xa3]],
    [255, true, [0xa0, 0xff, 0x01, 0xa0]],
  ])('number %i is switched %s', (relay, on, bytes) => {
    expect([...encodeSwitch(relay, on)]).toEqual(bytes)
  })
})
