import type { Catalogue } from '#sync/model'
import { type ThemeStats, themeStats } from '../index.ts'

/** The figures of all themes, in the plan's order. */
export function statsOf(catalogue: Catalogue): { themes: ThemeStats[] } {
  return { themes: catalogue.themes.map((theme) => themeStats(theme, catalogue)) }
}

/** The figures as a Markdown table, as the catalogue's README shows it. */
export function describeStats({ themes }: { themes: readonly ThemeStats[] }): string {
  const rows = themes.map((theme) => {
    const saved = Math.round(100 * (1 - theme.fieldsMerged / theme.fieldsSum))
    return `| \`${theme.id}\` | ${theme.name} | ${theme.lead} | ${theme.matters} | ${theme.situations} | ${theme.fieldsSum} | ${theme.fieldsMerged} | ${saved}% |`
  })
  const total = themes.reduce(
    (sum, theme) => ({
      matters: sum.matters + theme.matters,
      asked: sum.asked + theme.fieldsSum,
      merged: sum.merged + theme.fieldsMerged,
    }),
    { matters: 0, asked: 0, merged: 0 },
  )
  return [
    '| 标识 | 主题 | 牵头单位 | 事项 | 情形 | 各表合计字段 | 一张表字段 | 少填 |',
    '| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    `| | 合计 ${themes.length} 个 | | ${total.matters} | | ${total.asked} | ${total.merged} | ${Math.round(100 * (1 - total.merged / total.asked))}% |`,
  ].join('\n')
}
