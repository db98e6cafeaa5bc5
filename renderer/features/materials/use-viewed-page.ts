import { useAnnouncer } from '#renderer/access'
import { errorCodeOf } from '#renderer/messages'
import type { DrawnPage, PageArea, PageFile } from '#renderer/workers'
import type { Attachment, Material } from '#sync/model'
import { computed, type ComputedRef, shallowRef, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { MaterialRow } from './material-rows.ts'
import type { MaterialWork } from './use-material-work.ts'
import type { PageBenchControl } from './use-page-bench.ts'
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
  /** Closes, and says which page of which material another one shall take the place of. */
  readonly leaveToReplace: () => Replacement | null
  /** Being turned or covered. */
  readonly busy: Readonly<ShallowRef<boolean>>
  readonly turn: (quarter: 1 | -1) => Promise<void>
  readonly straighten: () => Promise<void>
  readonly crop: () => Promise<void>
  /** Words for what was tried last and changed nothing; null while there is nothing to say. */
  readonly note: Readonly<ShallowRef<string | null>>
  readonly redacting: Readonly<ShallowRef<boolean>>
  readonly startRedacting: () => void
  readonly stopRedacting: () => void
  readonly cover: (areas: readonly PageArea[]) => Promise<void>
}

/** Where a new page shall go. */
export interface Replacement {
  readonly material: Material
  /** Id of the page whose place it takes; a further page where there is none. */
  readonly replaces?: string
}

interface Parts {
  readonly rows: ComputedRef<readonly MaterialRow[]>
  readonly pagesOf: (row: MaterialRow | undefined) => readonly Attachment[]
  readonly work: MaterialWork
  readonly bench: PageBenchControl
  readonly taking: PageTaking
  readonly scanning: ScanControl
}

/** The page that is shown large, and what is done to it. */
export function useViewedPage({ rows, pagesOf, work, bench, taking, scanning }: Parts): ViewedPage {
  const viewed = shallowRef<{ materialId: string; at: number } | null>(null)
  const busy = shallowRef(false)
  const redacting = shallowRef(false)
  const note = shallowRef<string | null>(null)
  const { t } = useI18n()
  const { announce } = useAnnouncer()
  const row = computed(() => rows.value.find(({ material }) => material.id === viewed.value?.materialId))
  const pages = computed(() => pagesOf(row.value))
  const at = computed(() => viewed.value?.at ?? -1)

  function go(to: number): void {
    note.value = null
    if (viewed.value !== null) viewed.value = { ...viewed.value, at: to }
  }

  function close(): void {
    viewed.value = null
    redacting.value = false
    note.value = null
  }

  function leaveToReplace(): Replacement | null {
    const [material, page] = [row.value?.material, pages.value[at.value]]
    close()
    return material === undefined || page === undefined ? null : { material, replaces: page.id }
  }

  /** Puts another picture in the page's place; the dialog goes only when that fails, to show why. */
  async function change(
    origin: 'turned' | 'redacted',
    make: (file: PageFile) => Promise<DrawnPage>,
    told: 'turned' | 'redacted' | 'straightened' | 'cropped' = origin,
  ): Promise<void> {
    const [material, page] = [row.value?.material, pages.value[at.value]]
    if (material === undefined || page === undefined || busy.value) return
    busy.value = true
    note.value = null
    try {
      await work.changePage(material, page, origin, make)
      announce(t(`materials.page.${told}`))
    } catch (error) {
      if (errorCodeOf(error) === 'page-full') {
        note.value = t('materials.page.nothingToCrop')
        announce(note.value)
        return
      }
      close()
      scanning.fail(material.id, error)
    } finally {
      busy.value = false
    }
  }

  return {
    row,
    pages,
    at,
    go,
    close,
    busy,
    redacting,
    turn: (quarter) => change('turned', (file) => bench.work().turn(file, quarter)),
    straighten: () => change('turned', (file) => bench.work().straighten(file), 'straightened'),
    crop: () => change('turned', (file) => bench.work().crop(file), 'cropped'),
    note,
    startRedacting: () => (redacting.value = true),
    stopRedacting: () => (redacting.value = false),
    async cover(areas) {
      // Vue's proxies do not travel to the worker.
      const plain = areas.map((area) => ({ ...area }))
      await change('redacted', (file) => bench.work().cover(file, plain))
      redacting.value = false
    },
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
    leaveToReplace,
    rescan() {
      const place = leaveToReplace()
      if (place !== null) void taking.scan(place.material, place.replaces)
    },
  }
}
