import type { Theme } from '#sync/model'

/** 全生命周期 of one kind, with its themes in the plan's order. */
export interface ThemeGroup {
  readonly lifecycle: Theme['lifecycle']
  readonly themes: readonly Theme[]
}

const lifecycles = ['person', 'enterprise', 'project'] as const

/** Themes that the plan does not number come after it, in their list's order. */
function placeOf(theme: Theme): number {
  return theme.number ?? 100
}

/** Groups that have something on offer; a hall with one theme has one group of one. */
export function groupThemes(themes: readonly Theme[]): ThemeGroup[] {
  return lifecycles
    .map((lifecycle) => ({
      lifecycle,
      themes: themes
        .filter((theme) => theme.lifecycle === lifecycle)
        .sort((left, right) => placeOf(left) - placeOf(right)),
    }))
    .filter((group) => group.themes.length > 0)
}
