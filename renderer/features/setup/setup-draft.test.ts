import { describe, expect, it } from 'vitest'
import { choiceOf, forgetSetup, problemsOf, useSetupDraft } from './setup-draft.ts'

function storageOf(kept: Record<string, string> = {}) {
  return {
    kept,
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => void (kept[key] = value),
    removeItem: (key: string) => void delete kept[key],
  }
}

describe('the draft of the first-run guide', () => {
  it('is there again after the machine was switched off in the middle', () => {
    const storage = storageOf()
    const draft = useSetupDraft(storage)
    Object.assign(draft, { step: 'hub', siteName: '示范大厅', mode: 'station' })
    expect(useSetupDraft(storage)).toMatchObject({ step: 'hub', siteName: '示范大厅', mode: 'station' })
    forgetSetup(storage)
    expect(useSetupDraft(storage).siteName).toBe('')
  })

  it('begins anew over what cannot be read', () => {
    expect(useSetupDraft(storageOf({ setup: '{"step":' })).step).toBe('place')
    expect(useSetupDraft(storageOf({ setup: '{"siteName":7}' })).siteName).toBe('')
  })

  it('names what is missing, by the rules of the file that it becomes', () => {
    const draft = useSetupDraft(storageOf())
    expect(problemsOf(draft, 'place')).toEqual(['siteName', 'place', 'siteCode', 'terminalId'])
    Object.assign(draft, { siteName: '示范大厅', place: '1号窗口', siteCode: '430102', terminalId: 't1' })
    expect(problemsOf(draft, 'place')).toEqual(['terminalId'])
    draft.terminalId = 'T01'
    expect(problemsOf(draft, 'place')).toEqual([])
    expect(problemsOf(draft, 'hub')).toEqual(['hub'])
    expect(choiceOf(draft)).toBeNull()
  })
})
