import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPadMessage } from './messages.ts'

const id = '6f1f3c1e-0d5c-4c5e-9a51-0d2f8f1f0a01'

describe('what a pad says', () => {
  it('is read where it is a message, with words that are not known passed over', () => {
    expect(readPadMessage(`{"type":"answer","id":"${id}","satisfaction":"satisfied","battery":80}`)).toEqual({
      type: 'answer',
      id,
      satisfaction: 'satisfied',
      reasons: [],
    })
    expect(readPadMessage('{"type":"advert"}')).toBeNull()
    expect(readPadMessage(`{"type":"answer","id":"${id}","satisfaction":5}`)).toBeNull()
  })

  it('is nothing otherwise, whatever it is', () => {
    const anything = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.json(),
      fc.anything().map((value) => JSON.stringify(value) ?? ''),
    )
    fc.assert(
      fc.property(anything, (text) => {
        expect(readPadMessage(text)).toBeNull()
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2000) },
    )
  })
})
