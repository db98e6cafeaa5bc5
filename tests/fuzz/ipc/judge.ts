import { sep } from 'node:path'
import { deviceErrorCodes } from '#devices/contract'
import { shellErrorCodes } from '#shell/contract'
import { packetErrorCodes } from '#sync/packet'
import type { FuzzCall } from './calls.ts'
import type { Told } from './in-page.ts'
import { plantedWord } from './values.ts'

/** A promise that did not hold, and the call at which it showed. */
export interface Finding {
  readonly what: string
  readonly call: FuzzCall | null
}

const knownCodes = new Set<string>([
  ...Object.keys(shellErrorCodes),
  ...Object.keys(deviceErrorCodes),
  ...packetErrorCodes,
])

/** Traces of the inside in what a page is told of an error. */
const traces: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'a path of this machine',
    /(?:^|[\s'"(=])(?:\/(?:home|root|tmp|usr|var|etc|opt|work|dev|proc)\/|[A-Z]:\\)/,
  ],
  ['a file address', /file:\/\//],
  ['a line of a stack', /\bat .+:\d+:\d+/],
  ['the inside of the runtime', /node:(?:internal|electron|fs)|node_modules|\.asar/],
  ['a word of the caller', new RegExp(plantedWord)],
]
const longestMessage = 1000

/** What a page must not be told. */
export interface Hidden {
  /** Texts that nobody is ever told, by name. */
  readonly secrets: Readonly<Record<string, string>>
  /** Where this terminal keeps its things. */
  readonly folder: string
}

/** Who mends a device has to be told on which line it hangs. */
const toldToTechnicians: ReadonlySet<string> = new Set(['deviceReports', 'deviceProposals'])

/**
 * @returns what is wrong with the answer to one call; empty when nothing is
 */
export function judgeAnswer(
  call: FuzzCall,
  { outcome, code, text }: Told,
  { secrets, folder }: Hidden,
): Finding[] {
  const found = Object.entries(secrets)
    .filter(([, secret]) => text.includes(secret))
    .map(([name]) => `the answer holds ${name}`)
  if (text.includes(folder) && !(outcome === 'value' && toldToTechnicians.has(call.name)))
    found.push('the answer holds the terminal’s folder')
  if (outcome === 'late') found.push('no answer in time')
  if (outcome === 'refused') {
    if (code === 'shell.internal') found.push('a fault of the program')
    else if (!knownCodes.has(code)) found.push(`the code ${code} is none of ours`)
    if (text.length > longestMessage) found.push('an error of more than a thousand characters')
  }
  if (outcome === 'refused' || outcome === 'thrown') {
    // Lines of the caller's own script are in what is thrown to it; they are no secret to it.
    const told = outcome === 'thrown' ? ownLinesLeftOut(text) : text
    for (const [what, pattern] of traces)
      if (pattern.test(told)) found.push(`the error tells ${what}: ${told}`)
  }
  return found.map((what) => ({ what, call }))
}

function ownLinesLeftOut(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => !/^\s+at .*(?:<anonymous>|eval at|app:\/\/terminal\/)/.test(line))
    .join('\n')
}

/** @returns those of the touched paths that are in none of the folders */
export function pathsOutside(paths: readonly string[], folders: readonly string[]): string[] {
  return paths.filter((path) => !folders.some((folder) => path === folder || path.startsWith(folder + sep)))
}
