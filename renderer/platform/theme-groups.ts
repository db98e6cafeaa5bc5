import type { Theme } from '#sync/model'

/** Themes that stand together on a screen. */
export interface ThemeGroup {
  /** `first`: what people come for to this place; else 全生命周期 of one kind. */
  readonly kind: 'first' | Theme['lifecycle']
  readonly themes: readonly Theme[]
}

const lifecycles = ['person', 'enterprise', 'project'] as const

/** Themes that the plan does not number come after it, in their list's order. */
function placeOf(theme: Theme): number {
  return theme.number ?? 100
}

/**
 * Groups that have something on offer, those of a life cycle in the plan's order; a hall with one theme has one group of one.
 * @param first ids of the themes before all others, in the order in which they are shown; those that are not on offer are left out
 */
export function groupThemes(themes: readonly Theme[], first: readonly string[] = []): ThemeGroup[] {
  const leading = [...new Set(first)].flatMap((id) => themes.find((theme) => theme.id === id) ?? [])
  const others = themes.filter((theme) => !leading.includes(theme))
  return [
    { kind: 'first' as const, themes: leading },
    ...lifecycles.map((kind) => ({
      kind,
      themes: others
        .filter((theme) => theme.lifecycle === kind)
        .sort((left, right) => placeOf(left) - placeOf(right)),
    })),
  ].filter((group) => group.themes.length > 0)
}
