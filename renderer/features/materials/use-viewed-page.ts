import type { Attachment } from '#sync/model'
import { computed, type ComputedRef, shallowRef } from 'vue'
import type { MaterialRow } from './material-rows.ts'
import type { MaterialWork } from './use-material-work.ts'
import type { PageTaking } from './use-page-taking.ts'
import type { ScanControl } from './use-scanning.ts'

export interface ViewedPage {
  readonly row: ComputedRef<MaterialRow | undefined>
  readonly pages: ComputedRef<readonly Attachment[]>
  /** Place among the pages, from 0; -1 while none is viewed. */
  readonly at: ComputedRef<number>
  readonly open: (materialId: string, at: number) => void
  readonly go: (at: number) => void
  readonly close: () => void
  readonly move: (by: -1 | 1) => void
  readonly remove: () => Promise<void>
  readonly rescan: () => void
}

interface Parts {
  readonly rows: ComputedRef<readonly MaterialRow[]>
  readonly pagesOf: (row: MaterialRow | undefined) => readonly Attachment[]
  readonly work: MaterialWork
  readonly taking: PageTaking
  readonly scanning: ScanControl
}

/** The page that is shown large, and what is done to it. */
export function useViewedPage({ rows, pagesOf, work, taking, scanning }: Parts): ViewedPage {
  const viewed = shallowRef<{ materialId: string; at: number } | null>(null)
  const row = computed(() => rows.value.find(({ material }) => material.id === viewed.value?.materialId))
  const pages = computed(() => pagesOf(row.value))
  const at = computed(() => viewed.value?.at ?? -1)

  function go(to: number): void {
    if (viewed.value !== null) viewed.value = { ...viewed.value, at: to }
  }

  function close(): void {
    viewed.value = null
  }

  return {
    row,
    pages,
    at,
    go,
    close,
    open: (materialId, to) => (viewed.value = { materialId, at: to }),
    move(by) {
      if (row.value === undefined) return
      work.move(row.value.material, at.value, by)
      go(at.value + by)
    },
    async remove() {
      const [material, page] = [row.value?.material, pages.value[at.value]]
      if (material === undefined || page === undefined) return
      close()
      try {
        await work.removePage(page.id)
      } catch (error) {
        scanning.fail(material.id, error)
      }
    },
    rescan() {
      const [material, page] = [row.value?.material, pages.value[at.value]]
      close()
      if (material !== undefined && page !== undefined) void taking.scan(material, page.id)
    },
  }
}
