import { deviceErrorCodes } from '#devices/contract'
import { deskErrorCodes, pageErrorCodes } from '#renderer/workers'
import { shellErrorCodes } from '#shell/contract'
import { describe, expect, it } from 'vitest'
import { errorCodeOf, errorSentence, errors, unknownError } from '#renderer/messages'

const codes = [
  ...Object.keys(deviceErrorCodes),
  ...Object.keys(shellErrorCodes),
  ...Object.keys(deskErrorCodes),
  ...Object.keys(pageErrorCodes),
]

describe('the sentences for errors', () => {
  it.each(codes)('%s has its own sentence', (code) => {
    expect(errors).toHaveProperty([code])
  })

  it('say what to do, in whole Chinese sentences without a code in them', () => {
    for (const [code, sentence] of Object.entries({ ...errors, unknownError })) {
      for (const text of [sentence.what, sentence.do]) {
        expect(text, code).toMatch(/^\p{Script=Han}.*[。；]$/u)
        expect(text, code).not.toMatch(/[a-z]{3,}[.-]/)
      }
    }
  })

  it('do not tell whether it was the number or the password that was wrong', () => {
    expect(errorSentence('session.wrong-password').what).toBe(errorSentence('session.unknown-operator').what)
  })

  it('fall back to a general sentence, and never show the message of an error', () => {
    const error = new Error('card number 430102…')
    expect(errorCodeOf(error)).toBe('unknown')
    expect(errorSentence(error)).toEqual(unknownError)
    expect(errorSentence({ code: 'no-such-code' })).toEqual(unknownError)
    expect(errorSentence({ code: 'toString' })).toEqual(unknownError)
  })
})
