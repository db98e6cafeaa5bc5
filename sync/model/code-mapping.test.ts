import { describe, expect, it } from 'vitest'
import * as all from './code-mapping.ts'
import { caseStatuses } from './case-status.ts'

type AnyMapping = all.CodeMapping<string, string>
const systems: Readonly<Record<string, readonly string[]>> = {
  handlingCodes: ['gb-39046'],
  levelCodes: ['gb-39046'],
  audienceCodes: ['gb-39046', 'national-platform'],
  necessityCodes: ['national-platform', 'window-system'],
  materialSourceCodes: ['national-platform', 'window-system'],
  materialFormCodes: ['national-platform'],
  caseStatusCodes: ['case-system', 'window-system'],
  outcomeCodes: ['region-a', 'region-b', 'region-c'],
  ratingCodes: ['gb-39046', 'national-platform'],
}
const twoDigits = Array.from({ length: 100 }, (_, at) => [String(at), String(at).padStart(2, '0')]).flat()

describe('codes at the border', () => {
  it.each(Object.entries(systems))('of %s lead back to the name they came from', (name, own) => {
    const table = (all as unknown as Record<string, AnyMapping>)[name]
    if (table === undefined) throw new Error(`no table ${name}`)
    for (const system of own) {
      const names = twoDigits.flatMap((code) => {
        const found = table.nameOf(system, code)
        return found === null ? [] : [[code, found] as const]
      })
      expect(names.length).toBeGreaterThan(1)
      for (const [code, found] of names) expect(table.codeOf(system, found)).toBe(code)
    }
  })

  it('say very satisfied in both directions of counting', () => {
    expect(all.ratingCodes.codeOf('gb-39046', 'very-satisfied')).toBe('1')
    expect(all.ratingCodes.codeOf('national-platform', 'very-satisfied')).toBe('5')
    expect(all.ratingCodes.nameOf('national-platform', '1')).toBe('very-dissatisfied')
  })

  it('do not guess: an authority is 5 in the standard and 6 on the platform, and 02 is not 2', () => {
    expect(all.audienceCodes.nameOf('gb-39046', '5')).toBe('authority')
    expect(all.audienceCodes.nameOf('national-platform', '5')).toBe('unincorporated')
    expect(all.caseStatusCodes.nameOf('case-system', '02')).toBe('pending')
    expect(all.caseStatusCodes.nameOf('case-system', '2')).toBeNull()
  })

  it('have a number for every state of a case that has reached its department', () => {
    for (const status of caseStatuses) {
      const code = all.caseStatusCodes.codeOf('case-system', status as 'pending')
      expect(code === null).toBe(status === 'waiting')
    }
  })
})
