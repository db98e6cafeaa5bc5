import { useAnnouncer } from '#renderer/access'
import type { Material } from '#sync/model'
import { shallowRef, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { KeptPage, MaterialWork, TakenPage } from './use-material-work.ts'
import type { PageBenchControl } from './use-page-bench.ts'
import type { ScanControl } from './use-scanning.ts'

/** Where taking in files stands; at most one material at a time. */
export type FileState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'adding'; readonly materialId: string; readonly at: number; readonly of: number }
  | { readonly kind: 'refused'; readonly materialId: string; readonly refused: readonly RefusedFile[] }

/** A file that was not taken: by its place among those chosen, for its name may tell whose it is. */
export interface RefusedFile {
  readonly place: number
  readonly error: unknown
}

export interface PageTaking {
  readonly files: Readonly<ShallowRef<FileState>>
  /** Keeps a page and says so; a failure stands at its material. */
  readonly keep: (material: Material, page: TakenPage, replaces?: string) => Promise<void>
  readonly scan: (material: Material, replaces?: string) => Promise<void>
  /** All sheets of the feeder. Blank ones are left out, and how many is told: backs of sheets, mostly. */
  readonly scanFeeder: (material: Material) => Promise<void>
  /** One page after the other, the first that can be taken in place of `replaces`; what cannot be is told. */
  readonly addFiles: (material: Material, chosen: readonly File[], replaces?: string) => Promise<void>
}

/** The ways by which a page comes into a material. */
export function usePageTaking(
  work: MaterialWork,
  bench: PageBenchControl,
  scanning: ScanControl,
): PageTaking {
  const { t } = useI18n()
  const { announce } = useAnnouncer()
  const files = shallowRef<FileState>({ kind: 'idle' })

  function tell({ number, flaws, compareAgain }: KeptPage): void {
    announce(
      [
        t('materials.scan.done', { n: number }),
        ...flaws.map((flaw) => t(`materials.flaws.${flaw}`)),
        ...(compareAgain ? [t('materials.compareAgain')] : []),
      ].join(''),
    )
  }

  async function put(material: Material, page: TakenPage, replaces?: string): Promise<void> {
    const label = (n: number): string => t('materials.scan.label', { name: material.name, n })
    // What somebody brings as a file stays as it was brought.
    const kept = page.origin === 'file-added' ? page : await bench.slimmed(page)
    tell(await work.keepPage(material, kept, label, replaces))
  }

  async function keep(material: Material, page: TakenPage, replaces?: string): Promise<void> {
    try {
      await put(material, page, replaces)
    } catch (error) {
      scanning.fail(material.id, error)
    }
  }

  async function addFiles(material: Material, chosen: readonly File[], replaces?: string): Promise<void> {
    if (files.value.kind === 'adding' || chosen.length === 0) return
    const materialId = material.id
    const refused: RefusedFile[] = []
    let place = replaces
    for (const [index, file] of chosen.entries()) {
      files.value = { kind: 'adding', materialId, at: index + 1, of: chosen.length }
      try {
        // A slice has no name: it stays where it was chosen.
        const { bytes, mediaType, report } = await bench.work().receive(file.slice())
        await put(material, { origin: 'file-added', bytes, mediaType, ...report }, place)
        place = undefined
      } catch (error) {
        refused.push({ place: index + 1, error })
      }
    }
    files.value = refused.length === 0 ? { kind: 'idle' } : { kind: 'refused', materialId, refused }
  }

  async function scanFeeder(material: Material): Promise<void> {
    let [kept, blank] = [0, 0]
    const isThrough = await scanning.scanFeeder(material.id, async (page) => {
      const flaws = (await bench.flawsOf(page, page.dpi)) ?? []
      if (flaws.includes('empty')) {
        blank += 1
        return
      }
      await put(material, { ...page, flaws })
      kept += 1
    })
    if (!isThrough) return
    const words = t('materials.scan.feederDone', { n: kept })
    announce(blank === 0 ? words : `${words}${t('materials.scan.feederBlank', { n: blank })}`)
  }

  return {
    files,
    scanFeeder,
    keep,
    addFiles,
    async scan(material, replaces) {
      const page = await scanning.scan(material.id)
      if (page !== null) await keep(material, page, replaces)
    },
  }
}
