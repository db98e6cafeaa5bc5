import type { DivisionSearch } from '#sync/catalogue/divisions'
import type { Division, DivisionTable, ReadAddress } from '#sync/model'
import { shallowRef } from 'vue'

/** The division table of the form's address fields; nothing is known before it has been loaded. */
export interface Divisions {
  /** Loads the table, once; called when an address field is entered. */
  readonly load: () => void
  readonly read: (text: string) => ReadAddress | null
  readonly suggest: (text: string) => readonly Division[]
}

const loaded = shallowRef<{ readonly table: DivisionTable; readonly search: DivisionSearch } | null>(null)
let loading: Promise<void> | null = null

/** @param siteCode the site's division: places of its province are offered first */
export function useDivisions(siteCode: string | undefined): Divisions {
  return {
    load() {
      loading ??= import('#sync/catalogue/divisions').then(({ createDivisionSearch, divisionTable }) => {
        const table = divisionTable()
        loaded.value = { table, search: createDivisionSearch(table, (siteCode ?? '').slice(0, 2)) }
      })
    },
    read: (text) => (text === '' ? null : (loaded.value?.table.readAddress(text) ?? null)),
    suggest: (text) => loaded.value?.search.suggest(text) ?? [],
  }
}
