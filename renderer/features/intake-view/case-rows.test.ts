import { bundledCatalogue } from '#sync/catalogue/bundled'
import { describe, expect, it } from 'vitest'
import { caseRows } from './case-rows.ts'

const catalogue = bundledCatalogue()
const theme = catalogue.themes.find(({ id }) => id === 'birth') ?? expect.fail('no birth theme')
const matters = theme.matters.slice(0, 2).map(({ id }) => id)

describe('the cases of an intake', () => {
  it('are listed before the hub has answered, with the department from the catalogue', () => {
    const rows = caseRows({ themeId: 'birth', matters }, [], catalogue)
    expect(rows.map(({ matterId }) => matterId)).toEqual(matters)
    expect(rows.every((row) => row.case === null && row.department !== '' && row.matter !== '')).toBe(true)
  })

  it('show a case that this terminal’s catalogue does not know', () => {
    const stranger = {
      caseId: 'c9',
      caseNumber: 'N9',
      matterId: 'not-known-here',
      department: '民政局',
      status: 'accepted',
      outcome: null,
      result: null,
    } as const
    expect(caseRows({ themeId: 'birth', matters }, [stranger], catalogue).at(-1)).toEqual({
      matterId: 'not-known-here',
      matter: 'not-known-here',
      department: '民政局',
      case: stranger,
      blockedBy: [],
    })
  })
})
