import type { DeviceConfig } from '#devices/contract'
import type { SetupChoice, SetupHub } from '#shell/contract'
import { reactive, watch } from 'vue'

/** What was chosen so far. No password is among it: it is kept over a restart of the machine. */
export interface SetupDraft {
  step: SetupStep
  mode: SetupChoice['mode']
  profile: SetupChoice['profile']
  siteCode: string
  siteName: string
  place: string
  phone: string
  terminalId: string
  url: string
  hub: SetupHub | null
  devices: DeviceConfig[]
  operatorId: string
  operatorName: string
}

/** The steps of the guide, in order. */
export const setupSteps = ['place', 'hub', 'devices', 'account', 'finish'] as const
export type SetupStep = (typeof setupSteps)[number]

const keptAs = 'setup'

function blank(): SetupDraft {
  return {
    ...{ step: 'place', mode: 'window', profile: 'hall' },
    ...{ siteCode: '', siteName: '', place: '', phone: '', terminalId: '' },
    ...{ url: '', hub: null, devices: [], operatorId: '', operatorName: '' },
  }
}

/** The guide's draft, as it was left: whoever is called away goes on where they stood. */
export function useSetupDraft(storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage): SetupDraft {
  const draft = reactive(blank())
  try {
    const kept: unknown = JSON.parse(storage.getItem(keptAs) ?? '{}')
    for (const key of Object.keys(draft) as (keyof SetupDraft)[]) {
      const value = (kept as Partial<SetupDraft>)[key]
      if (typeof value === typeof draft[key] || key === 'hub') Object.assign(draft, { [key]: value ?? null })
    }
  } catch {
    // What cannot be read is asked anew.
  }
  watch(draft, (now) => storage.setItem(keptAs, JSON.stringify(now)), { deep: true, flush: 'sync' })
  return draft
}

/** Nothing of the guide is left on the machine. */
export function forgetSetup(storage: Pick<Storage, 'removeItem'> = localStorage): void {
  storage.removeItem(keptAs)
}

/** Fields that are missing or wrong, by their names. */
export type SetupProblem = 'siteCode' | 'siteName' | 'place' | 'terminalId' | 'hub'

/** What keeps a step from being left; the same rules as those of `terminal.yaml`. */
export function problemsOf(draft: SetupDraft, step: SetupStep): SetupProblem[] {
  if (step === 'hub') return draft.hub === null ? ['hub'] : []
  if (step !== 'place') return []
  return [
    ...(draft.siteName.trim() === '' ? (['siteName'] as const) : []),
    ...(draft.place.trim() === '' ? (['place'] as const) : []),
    ...(/^\d{6}$/.test(draft.siteCode) ? [] : (['siteCode'] as const)),
    ...(/^[A-Z0-9]{2,6}$/.test(draft.terminalId) ? [] : (['terminalId'] as const)),
  ]
}

/** What the draft says, as it is written down; null while the hub is not known. */
export function choiceOf(draft: SetupDraft): SetupChoice | null {
  if (draft.hub === null) return null
  const choice: SetupChoice = {
    mode: draft.mode,
    profile: draft.profile,
    site: {
      code: draft.siteCode,
      name: draft.siteName.trim(),
      place: draft.place.trim(),
      ...(draft.phone.trim() === '' ? {} : { phone: draft.phone.trim() }),
    },
    terminal: { id: draft.terminalId },
    hub: { url: draft.url.trim(), encryptionKey: draft.hub.encryptionKey },
    devices: draft.devices,
  }
  return plain(choice)
}

/** A copy that can be sent: what the screen watches is no plain data. */
export function plain<T>(watched: T): T {
  return JSON.parse(JSON.stringify(watched)) as T
}
