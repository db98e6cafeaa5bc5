import type { ConditionFacts } from './condition.ts'
import { countedAnswers } from './situation.ts'
import type { Theme } from './theme.ts'

/** What a 告知单's QR code carries on: the theme and how its situation questions were answered. Nobody's data. */
export interface CarriedOn {
  readonly theme: Theme
  readonly answers: Readonly<Record<string, string>>
}

const prefix = 'YCN1:'
/** The longest that a real code comes to is a few hundred characters; more is not ours. */
const longest = 1_000
const part = /^[a-z][a-z0-9-]*$/

/** The text of the QR code on a notice: `YCN1:birth;parents=married;settle=mother`. */
export function noticeCode(theme: Theme, answers: ConditionFacts['answers']): string {
  const given = Object.entries(countedAnswers(theme, answers)).map(([id, value]) => `;${id}=${value}`)
  return `${prefix}${theme.id}${given.join('')}`
}

/** Whether a text, typed or from a scanner, claims to be the code of a notice. */
export function isNoticeCode(text: string): boolean {
  return text.trim().toUpperCase().startsWith(prefix)
}

/**
 * Reads a notice's code. A code comes from a stranger's paper: only a theme that is offered here, and answers that the
 * theme's own questions offer, are taken from it; answers of an older catalogue are asked again.
 * @returns null when it is damaged, or its theme is not offered here.
 */
export function readNoticeCode(text: string, themes: readonly Theme[]): CarriedOn | null {
  const code = text.trim()
  if (!isNoticeCode(code) || code.length > longest) return null
  const [themeId, ...pairs] = code.slice(prefix.length).toLowerCase().split(';')
  const theme = themes.find((candidate) => candidate.id === themeId)
  if (theme === undefined) return null
  const answers: [string, string][] = []
  for (const pair of pairs) {
    const [id = '', value = '', ...rest] = pair.split('=')
    if (!part.test(id) || !part.test(value) || rest.length > 0) return null
    answers.push([id, value])
  }
  return { theme, answers: countedAnswers(theme, Object.fromEntries(answers)) }
}
