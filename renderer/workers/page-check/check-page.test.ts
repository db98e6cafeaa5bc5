import { describe, expect, it } from 'vitest'
import { checkPage } from './check-page.ts'
import { addGlare, drawPage, type PageLook, toCheck } from './page.test-support.ts'

/** What is told of an invented page; scanned at 200 dpi unless said otherwise. */
function told(look: PageLook = {}): string[] {
  const dpi = look.dpi ?? 200
  return checkPage(toCheck(drawPage({ ...look, dpi }), dpi))
}

describe('the check of a page', () => {
  it('has nothing to say about sharp print, on white or on greyish paper', () => {
    expect(told()).toEqual([])
    expect(told({ points: 10.5, dpi: 300 })).toEqual([])
    expect(told({ paper: '#d8d8d8' })).toEqual([])
  })

  it('lets a page pass that has a single line on it', () => {
    expect(told({ lines: 1 })).toEqual([])
  })

  it.each([0.25, 0.4, 1])('tells print that is out of focus by %s mm, and nothing else', (blurMm) => {
    expect(told({ blurMm })).toEqual(['blurred'])
  })

  it.each([5, -5, 10])('tells a page that lies askew by %s°', (skewDegrees) => {
    expect(told({ skewDegrees })).toEqual(['skewed'])
  })

  it.each([0, 1, -2])('does not mind %s°', (skewDegrees) => {
    expect(told({ skewDegrees })).toEqual([])
  })

  it('tells a page with nothing on it, white or dark', () => {
    expect(told({ lines: 0 })).toEqual(['empty'])
    expect(told({ lines: 0, paper: '#101010' })).toEqual(['empty'])
  })

  it('tells a large reflection of a lamp, not a speck of light, and no white margins', () => {
    const photo = (radius: number) =>
      checkPage(toCheck(addGlare(drawPage({ dpi: 200, paper: '#d8d8d8' }), radius)))
    expect(photo(0.15)).toEqual(['glare'])
    expect(photo(0.03)).toEqual([])
  })
})

describe('resolution by DA/T 31-2017', () => {
  it('is 200 dpi at least', () => {
    expect(told({ dpi: 150 })).toEqual(['coarse'])
    expect(told({ dpi: 200 })).toEqual([])
  })

  it('is 300 dpi where print is small', () => {
    expect(told({ points: 6, dpi: 200 })).toEqual(['coarse'])
    expect(told({ points: 6, dpi: 300 })).toEqual([])
  })

  it('is judged by the print where the picture knows no dpi', () => {
    const photo = (dpi: number) => checkPage(toCheck(drawPage({ dpi, points: 10.5 })))
    expect(photo(92)).toEqual(['coarse'])
    expect(photo(200)).toEqual([])
  })
})
