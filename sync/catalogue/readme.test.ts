import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { runCatalogueCommand } from './cli/run-command.ts'

/** A table's rows, whatever the spaces and the length of the rules. */
function rowsOf(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.replace(/\s+/g, '').replace(/-+/g, '-'))
}

it('the table in the README is the one that `stats` prints', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  const printed = rowsOf(runCatalogueCommand(['stats']).text)
  expect(printed.length).toBeGreaterThan(27)
  expect(rowsOf(readme).slice(-printed.length)).toEqual(printed)
})
