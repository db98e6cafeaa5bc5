import { describe, expect, it } from 'vitest'
import { qrPath } from './qr-path.ts'

describe('the path of a QR matrix', () => {
  it('covers runs of dark modules with one rectangle each', () => {
    const rows = ['##.', '.#.', '###']
    expect(qrPath(3, (x, y) => rows[y]?.[x] === '#')).toBe('M0 0h2v1H0zM1 1h1v1H1zM0 2h3v1H0z')
  })
})
