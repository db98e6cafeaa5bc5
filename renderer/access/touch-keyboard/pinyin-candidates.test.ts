import { describe, expect, it } from 'vitest'
import { addRarerCharacters, candidatesFor } from './pinyin-candidates.ts'

describe('the characters of a syllable', () => {
  it('come by frequency, the whole syllable before longer ones', () => {
    const found = candidatesFor('zhan')
    expect(found.indexOf('战')).toBeLessThan(found.indexOf('瞻'))
    expect(found.indexOf('瞻')).toBeLessThan(found.indexOf('张'))
    expect(new Set(found).size).toBe(found.length)
  })

  it('are offered from the first letter on, and are none for no letters or no syllable', () => {
    expect(candidatesFor('w')).toContain('王')
    expect(candidatesFor('')).toEqual([])
    expect(candidatesFor('qz')).toEqual([])
  })

  it('include the rarer ones of names once those are there, behind the others, and ü by v', () => {
    while (addRarerCharacters());
    expect(candidatesFor('yue').indexOf('玥')).toBeGreaterThan(candidatesFor('yue').indexOf('月'))
    expect(candidatesFor('zhe')).toContain('喆')
    expect(candidatesFor('lv')).toContain('吕')
    expect(candidatesFor('nv')[0]).toBe('女')
  })
})
