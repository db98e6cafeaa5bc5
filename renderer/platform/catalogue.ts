import type { Catalogue, Theme } from '#sync/model'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useTerminal } from './terminal.ts'

/** The themes on offer here. Loaded when the first screen that needs it opens. */
export const useCatalogue = defineStore('catalogue', () => {
  const catalogue = shallowRef<Catalogue | null>(null)
  /** Ids in `terminal.yaml` that no theme has: whoever wrote them must hear of it, as nothing else tells. */
  const unknown = shallowRef<readonly string[]>([])

  async function load(): Promise<Catalogue> {
    if (catalogue.value === null) {
      const { bundledCatalogue } = await import('#sync/catalogue/bundled')
      const all = bundledCatalogue()
      const { themes: offered, firstThemes } = await useTerminal().load()
      unknown.value = [...new Set([...(offered ?? []), ...firstThemes])].filter((id) =>
        all.themes.every((theme) => theme.id !== id),
      )
      catalogue.value =
        offered === undefined
          ? all
          : { ...all, themes: all.themes.filter((theme) => offered.includes(theme.id)) }
    }
    return catalogue.value
  }

  /** @throws Error when the theme is not offered: a link to it should not have been there. */
  async function theme(id: string): Promise<Theme> {
    const found = (await load()).themes.find((candidate) => candidate.id === id)
    if (found === undefined) throw new Error(`theme ${id} is not offered at this terminal`)
    return found
  }

  /** A department's short name; its id where this catalogue does not know it, so that nothing is hidden. */
  function departmentName(id: string): string {
    return catalogue.value?.departments.find((department) => department.id === id)?.shortName ?? id
  }

  /** A material's name wherever this catalogue has it; its id where it has not. */
  function materialName(id: string): string {
    const all = (catalogue.value?.themes ?? []).flatMap(({ materials }) => materials)
    return all.find((material) => material.id === id)?.name ?? id
  }

  return { catalogue, unknown, load, theme, departmentName, materialName }
})
