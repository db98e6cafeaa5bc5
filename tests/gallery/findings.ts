import type { Variant } from './variants.ts'

/** What can be wrong with a picture. `unreached`: the walk did not get to the screen. */
export type FindingKind = 'sideways' | 'clipped' | 'covered' | 'overlap' | 'axe' | 'console' | 'unreached'

/** One thing wrong at one place of a screen. */
export interface Finding {
  readonly kind: FindingKind
  /** The element, so that a developer finds it. */
  readonly where: string
  readonly detail: string
}

/** One picture, and what was found on it. */
export interface Picture extends Variant {
  readonly screen: string
  readonly title: string
  /** File name beside `index.html`. */
  readonly file: string
  readonly findings: readonly Finding[]
}

/** The same thing found on one screen in several variants. */
export interface GatheredFinding extends Finding {
  readonly screen: string
  /** `mode size condition look` of each picture that has it. */
  readonly seen: readonly string[]
}

/** Each thing wrong once, with the variants that it was seen in; the most frequent first. */
export function gather(pictures: readonly Picture[]): GatheredFinding[] {
  const found = new Map<string, { finding: Finding; screen: string; seen: string[] }>()
  for (const { screen, mode, size, condition, look, findings } of pictures) {
    for (const finding of findings) {
      const key = [screen, finding.kind, finding.where].join('\n')
      const entry = found.get(key) ?? { finding, screen, seen: [] }
      entry.seen.push(`${mode} ${size} ${condition} ${look}`)
      found.set(key, entry)
    }
  }
  return [...found.values()]
    .map(({ finding, screen, seen }) => ({ screen, ...finding, seen }))
    .sort((one, other) => other.seen.length - one.seen.length)
}
