import type { Catalogue, Theme } from '#sync/model'

/** One difference between two catalogues; `path` names theme and part. */
export interface CatalogueChange {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly path: string
}

interface Identified {
  readonly id: string
}

function changesOf<Item extends Identified>(
  path: string,
  before: readonly Item[],
  after: readonly Item[],
  inside: (path: string, before: Item, after: Item) => CatalogueChange[],
): CatalogueChange[] {
  const old = new Map(before.map((item) => [item.id, item]))
  const now = new Map(after.map((item) => [item.id, item]))
  return [
    ...after.flatMap((item): CatalogueChange[] => {
      const other = old.get(item.id)
      if (other === undefined) return [{ kind: 'added', path: `${path}/${item.id}` }]
      return JSON.stringify(other) === JSON.stringify(item) ? [] : inside(`${path}/${item.id}`, other, item)
    }),
    ...before.flatMap((item): CatalogueChange[] =>
      now.has(item.id) ? [] : [{ kind: 'removed', path: `${path}/${item.id}` }],
    ),
  ]
}

const whole = (path: string): CatalogueChange[] => [{ kind: 'changed', path }]

function themeChanges(path: string, before: Theme, after: Theme): CatalogueChange[] {
  const lists = (['questions', 'subjects', 'matters', 'materials', 'rules'] as const).flatMap((list) =>
    changesOf<Identified>(`${path}/${list}`, before[list], after[list], whole),
  )
  const rest = (Object.keys({ ...before, ...after }) as (keyof Theme)[]).filter(
    (key) =>
      !['questions', 'subjects', 'matters', 'materials', 'rules'].includes(key) &&
      JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  )
  return [...rest.flatMap((key) => whole(`${path}/${key}`)), ...lists]
}

/** What changed from one catalogue to the other, down to single matters, materials, questions and rules. */
export function diffCatalogues(before: Catalogue, after: Catalogue): CatalogueChange[] {
  return [
    ...(before.version === after.version ? [] : whole('version')),
    ...changesOf('departments', before.departments, after.departments, whole),
    ...changesOf('elements', before.elements, after.elements, whole),
    ...changesOf('codeTables', before.codeTables, after.codeTables, whole),
    ...changesOf('themes', before.themes, after.themes, themeChanges),
  ]
}
