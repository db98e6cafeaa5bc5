import { useDraft } from '#renderer/platform'
import type { DrawnPage, NewPage, PageFile } from '#renderer/workers'
import type { Attachment, EvidenceGrade, Material, MaterialEntry, PageFlaw } from '#sync/model'
import { movePage } from './material-rows.ts'
import type { PageBenchControl } from './use-page-bench.ts'

/** A page that was kept. */
export interface KeptPage {
  /** Its place, from 1. */
  readonly number: number
  /** What the check saw on it. */
  readonly flaws: readonly PageFlaw[]
  /** The material had been compared with the original, and now has to be once more. */
  readonly compareAgain: boolean
}

/** A page before it is kept. */
export interface TakenPage {
  readonly origin: NewPage['origin']
  readonly mediaType: string
  readonly bytes: Uint8Array
  readonly widthPx?: number
  readonly heightPx?: number
  /** As the scanner says; a photograph or a file has none to be trusted. */
  readonly dpi?: number
  /** Where it was looked at before. */
  readonly flaws?: readonly PageFlaw[]
}

export interface MaterialWork {
  /**
   * Keeps a page as the last one, or in place of `replaces`; it is looked at first, and never refused. Whatever is newly
   * taken from paper has to be compared with the original again; a turned or covered page has not.
   */
  readonly keepPage: (
    material: Material,
    page: TakenPage,
    label: PageLabel,
    replaces?: string,
  ) => Promise<KeptPage>
  /** Puts what `change` makes of a page in its place; nothing is kept of the page before. */
  readonly changePage: (
    material: Material,
    page: Attachment,
    origin: 'turned' | 'redacted',
    change: (file: PageFile) => Promise<DrawnPage>,
  ) => Promise<KeptPage>
  readonly removePage: (attachmentId: string) => Promise<void>
  readonly move: (material: Material, at: number, by: -1 | 1) => void
  readonly setGrade: (material: Material, grade: EvidenceGrade) => void
  /** Says how a material is met; a signature given before no longer covers it. */
  readonly settle: (entry: MaterialEntry) => void
}

type PageLabel = (number: number) => string

/** What is done to the draft's materials. Whatever the applicant signed before is then signed again. */
export function useMaterialWork(bench: PageBenchControl): MaterialWork {
  const draft = useDraft()

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
  function gradeOf(materialId: string): EvidenceGrade {
    const entry = entryOf(materialId)
    return entry?.status === 'attached' ? entry.grade : 'C'
  }

  async function keepPage(
    material: Material,
    { origin, flaws: seen, ...page }: TakenPage,
    label: PageLabel,
    replaces?: string,
  ): Promise<KeptPage> {
    const before = pagesOf(material.id)
    const number = replaces === undefined ? before.length + 1 : before.indexOf(replaces) + 1
    const gradeBefore = gradeOf(material.id)
    const flaws = seen ?? (await bench.flawsOf(page, page.dpi))
    await draft.keepPage({
      materialId: material.id,
      origin,
      ...(replaces === undefined ? {} : { replaces }),
      file: { ...page, kind: 'scan', label: label(number), ...(flaws === null ? {} : { flaws: [...flaws] }) },
    })
    return { number, flaws: flaws ?? [], compareAgain: gradeBefore === 'B' && gradeOf(material.id) !== 'B' }
  }

  return {
    keepPage,
    async changePage(material, page, origin, change) {
      const file = { bytes: await draft.readAttachment(page.id), mediaType: page.mediaType }
      const drawn = await change(file)
      const dpi = page.dpi === undefined ? {} : { dpi: page.dpi }
      return keepPage(material, { ...drawn, ...dpi, origin }, () => page.label, page.id)
    },
    settle,
    async removePage(attachmentId) {
      if (draft.draft?.signature !== null) draft.setSignature(null)
      await draft.detach(attachmentId)
    },
    move(material, at, by) {
      const attachments = movePage(pagesOf(material.id), at, by)
      settle({ materialId: material.id, status: 'attached', grade: gradeOf(material.id), attachments })
    },
    setGrade(material, grade) {
      const entry = entryOf(material.id)
      if (entry?.status === 'attached') settle({ ...entry, grade })
    },
  }
}
