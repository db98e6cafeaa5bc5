import type { Component } from './components.ts'

/**
 * Licences that a hall can be given the program under without giving anything back: they ask for their text and their
 * makers' names, which licences.txt has.
 */
const accepted = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  // Fonts: may be passed on with a program, not sold alone.
  'OFL-1.1',
  'Unlicense',
  'X11',
  'Zlib',
])

/** Packages with another licence that are packed all the same, each with its reason. */
const justified: Readonly<Record<string, string>> = {}

/**
 * Whether a licence expression (SPDX) lets the program be passed on: of alternatives one must be accepted, of a sum all.
 */
export function isAccepted(expression: string): boolean {
  const words = expression.match(/\(|\)|[^\s()]+/g) ?? []
  let isWellFormed = true
  const term = (): boolean => {
    const word = words.shift()
    if (word !== '(') {
      isWellFormed &&= word !== undefined
      return word !== undefined && accepted.has(word)
    }
    const inner = any()
    isWellFormed &&= words.shift() === ')'
    return inner
  }
  const all = (): boolean => {
    let held = term()
    while (words[0] === 'AND') {
      words.shift()
      held = term() && held
    }
    return held
  }
  const any = (): boolean => {
    let held = all()
    while (words[0] === 'OR') {
      words.shift()
      held = all() || held
    }
    return held
  }
  return any() && isWellFormed && words.length === 0
}

/** One line for each component that may not be packed; none when all may. */
export function licenceProblems(components: readonly Component[]): string[] {
  return components
    .filter(({ name, licence }) => !isAccepted(licence) && justified[name] === undefined)
    .map(({ name, version, licence }) => `${name} ${version} is under ${licence}`)
}
