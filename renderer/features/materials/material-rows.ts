import type { Material, MaterialEntry, Notice, NoticeMaterial } from '#sync/model'

/** 要收的材料 / 现场生成 / 免提交: what has to be done about a material. */
export type MaterialGroup = 'collect' | 'generated' | 'held'

/** One material of the situation with how it is met so far. */
export interface MaterialRow {
  readonly material: Material
  /** Ids of the matters that use it. */
  readonly matters: readonly string[]
  readonly group: MaterialGroup
  readonly entry: MaterialEntry | undefined
  /** Nothing is left to do about it. */
  readonly settled: boolean
}

function groupOf(material: Material): MaterialGroup {
  if (material.generated) return 'generated'
  return material.heldBy === undefined ? 'collect' : 'held'
}

function isSettled(material: Material, entry: MaterialEntry | undefined): boolean {
  if (entry === undefined) return false
  return entry.status !== 'absent' || material.necessity === 'optional'
}

/** The list as it is worked through: what must be collected first, then what is made here, then what is held. */
export function materialRows(notice: Notice, entries: readonly MaterialEntry[]): MaterialRow[] {
  const row = ({ material, matters }: NoticeMaterial): MaterialRow => {
    const entry = entries.find((candidate) => candidate.materialId === material.id)
    return { material, matters, group: groupOf(material), entry, settled: isSettled(material, entry) }
  }
  const order: readonly MaterialGroup[] = ['collect', 'generated', 'held']
  return [...notice.bring, ...notice.held]
    .map(row)
    .sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group))
}

/** What goes without saying: generated papers and papers that an authority holds, where nothing was said yet. */
export function selfEvident(rows: readonly MaterialRow[]): MaterialEntry[] {
  return rows.flatMap(({ material, group, entry }): MaterialEntry[] => {
    if (entry !== undefined || group === 'collect') return []
    return [{ materialId: material.id, status: group }]
  })
}

/** The pages in another order: page `at` goes one place earlier (-1) or later (1); unchanged at the ends. */
export function movePage(pages: readonly string[], at: number, by: -1 | 1): string[] {
  const to = at + by
  const moved = [...pages]
  const page = moved[at]
  if (page === undefined || to < 0 || to >= pages.length) return moved
  moved.splice(at, 1)
  moved.splice(to, 0, page)
  return moved
}
