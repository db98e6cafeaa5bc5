import { describe, expect, it } from 'vitest'
import { isCameraAlone } from './camera-permission.ts'

describe('what a page may ask for', () => {
  it('is the camera', () => {
    expect(isCameraAlone('media', ['video'])).toBe(true)
  })

  it.each([
    ['media', ['audio']],
    ['media', ['video', 'audio']],
    ['media', []],
    ['media', ['unknown']],
    ['media', undefined],
    ['display-capture', ['video']],
    ['geolocation', undefined],
    ['notifications', undefined],
    ['fileSystem', undefined],
  ])('is not %s of %s', (permission, mediaTypes) => {
    expect(isCameraAlone(permission, mediaTypes)).toBe(false)
  })
})
