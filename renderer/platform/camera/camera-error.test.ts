import { errors } from '#renderer/messages'
import { describe, expect, it } from 'vitest'
import { cameraErrorCodes } from '#devices/contract'
import { cameraErrorOf } from './camera-error.ts'

describe('a camera that shows nothing', () => {
  it.each([
    ['NotFoundError', 'camera.none'],
    ['NotAllowedError', 'camera.refused'],
    ['NotReadableError', 'camera.busy'],
    ['SomethingNewError', 'camera.failed'],
  ])('for %s is told as %s', (name, code) => {
    expect(cameraErrorOf(new DOMException('the driver says no', name))).toEqual({ code })
  })

  it.each(cameraErrorCodes)('%s has a sentence of its own', (code) => {
    expect(errors).toHaveProperty([code])
  })
})
