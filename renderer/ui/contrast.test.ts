import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

function colours(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`)
  const block = css.slice(start, css.indexOf('}', start))
  return new Map(
    [...block.matchAll(/--color-([a-z-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, hex]) => [
      name as string,
      hex as string,
    ]),
  )
}

/** WCAG 2.2's relative luminance. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(first: string, second: string): number {
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['paper', 'card', 'sunken', 'field', 'paper-deep']
const texts: [text: string, ground: string][] = [
  ...['ink', 'ink-soft', 'ink-faint', 'primary', 'danger'].flatMap((text) =>
    grounds.map((ground): [string, string] => [text, ground]),
  ),
  ['accent', 'card'],
  ['accent', 'paper'],
  ...['primary', 'primary-hover', 'primary-press', 'danger', 'danger-hover', 'green'].map(
    (ground): [string, string] => ['on-primary', ground],
  ),
  ...['primary', 'ochre', 'green', 'danger', 'accent'].flatMap((tone): [string, string][] => [
    [tone, `${tone}-soft`],
    ['ink', `${tone}-soft`],
    ['ink-soft', `${tone}-soft`],
  ]),
  ['on-bar', 'bar'],
  ['on-bar', 'bar-raised'],
  ['on-bar-soft', 'bar'],
  ['on-bar-soft', 'bar-raised'],
]
const edges: [edge: string, ground: string][] = [
  ['line-strong', 'field'],
  ['line-strong', 'card'],
  ['line-strong', 'paper'],
  ['focus', 'paper'],
  ['focus', 'card'],
  ['bar-focus', 'bar'],
]

describe.each([
  ['ordinary', ':root'],
  ['funeral home’s', ":root[data-profile='funeral-home']"],
  ['high contrast', ":root[data-scheme='contrast']"],
  ['dark high contrast', ":root[data-scheme='contrast-dark']"],
])('the %s scheme', (_name, selector) => {
  const scheme = new Map([...colours(':root'), ...colours(selector)])
  const of = (name: string): string => scheme.get(name) ?? expect.fail(`no colour ${name}`)

  it.each(texts)('%s is readable on %s', (text, ground) => {
    expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(edges)('%s is seen on %s', (edge, ground) => {
    expect(contrast(of(edge), of(ground))).toBeGreaterThanOrEqual(3)
  })
})
