import type { Notice, NoticeMaterial } from '#sync/model'

/** A material as the notice shows it. */
export interface NoticeRow {
  readonly id: string
  readonly name: string
  readonly why: string
  /** How many matters it serves. */
  readonly uses: number
  readonly optional: boolean
  readonly deferDays: number | null
  readonly commitment: boolean
  readonly heldBy: string | null
  /** 示例配置: nobody has confirmed it yet. */
  readonly example: boolean
}

function rowOf({ material, matters }: NoticeMaterial): NoticeRow {
  return {
    id: material.id,
    name: material.name,
    why: material.why,
    uses: matters.length,
    optional: material.necessity === 'optional',
    deferDays: material.deferWorkingDays ?? null,
    commitment: material.commitment,
    heldBy: material.heldBy ?? null,
    example: material.provenance === 'unverified',
  }
}

/** The notice's materials as three lists: what to bring, what is made here and only signed, what is held already. */
export function noticeRows(notice: Notice): {
  readonly bring: readonly NoticeRow[]
  readonly sign: readonly NoticeRow[]
  readonly held: readonly NoticeRow[]
} {
  const made = notice.bring.filter(({ material }) => material.generated)
  const brought = notice.bring.filter(({ material }) => !material.generated)
  return { bring: brought.map(rowOf), sign: made.map(rowOf), held: notice.held.map(rowOf) }
}
