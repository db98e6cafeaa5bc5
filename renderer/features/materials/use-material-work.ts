import type { ScannedPage } from '#devices/contract'
import { useDraft } from '#renderer/platform'
import type { Material, MaterialEntry, PageFlaw } from '#sync/model'
import { movePage } from './material-rows.ts'
import { usePageBench } from './use-page-bench.ts'

/** A page that was kept. */
export interface KeptPage {
  /** Its place, from 1. */
  readonly number: number
  /** What the check saw on it. */
  readonly flaws: readonly PageFlaw[]
}

export interface MaterialWork {
  /** Keeps a page as the last one, or in place of `replaces`; it is looked at first, and never refused. */
  readonly keepPage: (
    material: Material,
    page: ScannedPage,
    label: PageLabel,
    replaces?: string,
  ) => Promise<KeptPage>
  readonly removePage: (attachmentId: string) => Promise<void>
  readonly move: (material: Material, at: number, by: -1 | 1) => void
  readonly setChecked: (material: Material, checked: boolean) => void
  /** Says how a material is met; a signature given before no longer covers it. */
  readonly settle: (entry: MaterialEntry) => void
}

type PageLabel = (number: number) => string

/** What is done to the draft's materials. Whatever the applicant signed before is then signed again. */
export function useMaterialWork(): MaterialWork {
  const draft = useDraft()
  const bench = usePageBench()

  function entryOf(materialId: string): MaterialEntry | undefined {
    return draft.draft?.materials.find((entry) => entry.materialId === materialId)
  }

  function pagesOf(materialId: string): readonly string[] {
    const entry = entryOf(materialId)
    return entry?.status === 'attached' ? entry.attachments : []
  }

  function settle(entry: MaterialEntry): void {
    draft.setMaterial(entry)
    if (draft.draft?.signature !== null) draft.setSignature(null)
  }

  /** 材料可信等级: B only where the clerk said that the original was compared (国办函〔2016〕108号). */
  function setPages(materialId: string, attachments: string[]): void {
    const before = entryOf(materialId)
    const grade = before?.status === 'attached' ? before.grade : 'C'
    settle({ materialId, status: 'attached', grade, attachments })
  }

  async function keepPage(
    material: Material,
    page: ScannedPage,
    label: PageLabel,
    replaces?: string,
  ): Promise<KeptPage> {
    const before = pagesOf(material.id)
    const place = replaces === undefined ? -1 : before.indexOf(replaces)
    const number = place < 0 ? before.length + 1 : place + 1
    const flaws = await bench.flawsOf({ bytes: page.bytes, mediaType: page.mimeType }, page.dpi)
    const file = await draft.attach({
      kind: 'scan',
      mediaType: page.mimeType,
      label: label(number),
      bytes: page.bytes,
      dpi: page.dpi,
      widthPx: page.widthPx,
      heightPx: page.heightPx,
      ...(flaws === null ? {} : { flaws: [...flaws] }),
    })
    setPages(
      material.id,
      place < 0 ? [...before, file.id] : before.map((id, index) => (index === place ? file.id : id)),
    )
    draft.record('scanned', material.id)
    if (place >= 0 && replaces !== undefined) await draft.detach(replaces)
    return { number, flaws: flaws ?? [] }
  }

  return {
    keepPage,
    settle,
    async removePage(attachmentId) {
      if (draft.draft?.signature !== null) draft.setSignature(null)
      await draft.detach(attachmentId)
    },
    move(material, at, by) {
      setPages(material.id, movePage(pagesOf(material.id), at, by))
    },
    setChecked(material, checked) {
      const entry = entryOf(material.id)
      if (entry?.status === 'attached') settle({ ...entry, grade: checked ? 'B' : 'C' })
    },
  }
}
