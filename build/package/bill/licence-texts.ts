import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Component } from './components.ts'

const textFile = /^(licen[cs]e|copying|notice)([-.].*)?$/i
const line = '='.repeat(80)

/** Every component with its licence and the texts it brings; texts that several bring stand once. */
export function licenceTexts(components: readonly Component[]): string {
  const bearers = new Map<string, string[]>()
  const silent: string[] = []
  for (const { name, version, licence, folder } of components) {
    const title = `${name} ${version} (${licence})`
    const texts = folder === null ? [] : textsIn(folder)
    if (texts.length === 0) silent.push(title)
    for (const text of texts) bearers.set(text, [...(bearers.get(text) ?? []), title])
  }
  const blocks = [...bearers].map(([text, titles]) => `${line}\n${titles.join('\n')}\n${line}\n\n${text}\n`)
  const head = [
    'Parts of others in this program, with their licences.',
    '',
    'The texts of the runtime (Electron, Chromium, Node.js and what they hold) are LICENSE.electron.txt and',
    'LICENSES.chromium.html beside the program, or in its documentation folder.',
    '',
    'These bring no text of their own; their licence is what they declare:',
    ...silent.map((title) => `  ${title}`),
    '',
  ]
  return `${head.join('\n')}\n${blocks.join('\n')}`
}

function textsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && textFile.test(entry.name))
    .map(({ name }) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim())
    .sort()
}
