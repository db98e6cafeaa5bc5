import type { FuzzCall } from './calls.ts'
import { makeValue } from './recipe.ts'

/** What came of one call, as text. */
export interface Told {
  readonly outcome: 'value' | 'refused' | 'thrown' | 'late'
  /** The error's code; empty for a value. */
  readonly code: string
  /** All that the page was told, bytes as Latin-1. */
  readonly text: string
}

type Callable = (...args: unknown[]) => unknown

/** Runs in the page; its text is sent there, so it may use nothing from outside but its arguments. */
async function callAll(
  calls: readonly FuzzCall[],
  make: (recipe: unknown) => unknown,
  limitMs: number,
): Promise<Told[]> {
  const most = 20_000
  const asText = (value: unknown): string => {
    const seen = new Set<unknown>()
    const show = (part: unknown): string => {
      if (part instanceof Uint8Array) return String.fromCharCode(...part.subarray(0, most))
      if (typeof part !== 'object' || part === null) return String(part)
      if (seen.has(part)) return ''
      seen.add(part)
      return Object.entries(part)
        .map(([key, inner]) => `${key}=${show(inner)}`)
        .join(' ')
    }
    return show(value).slice(0, most)
  }
  const bridge = window.terminal as unknown as Record<string, Callable>
  const one = async ({ name, args }: FuzzCall): Promise<Told> => {
    try {
      const values = args.map(make)
      // What ends the listening is called too, twice.
      if (name === 'onDeviceEvent') {
        const stop = bridge[name]?.(...values) as Callable
        stop('x')
        stop()
        return { outcome: 'value', code: '', text: '' }
      }
      const answer = (await bridge[name]?.(...values)) as
        { ok: true; value: unknown } | { ok: false; error: { code: string; message: string } }
      if (answer.ok) return { outcome: 'value', code: '', text: asText(answer.value) }
      return { outcome: 'refused', code: answer.error.code, text: asText(answer.error) }
    } catch (error) {
      const { message, stack } = error as Partial<Error>
      return { outcome: 'thrown', code: '', text: `${String(message)}\n${String(stack)}` }
    }
  }
  const late = (): Promise<Told> =>
    new Promise((resolve) => {
      setTimeout(() => resolve({ outcome: 'late', code: '', text: '' }), limitMs)
    })
  return Promise.all(calls.map((call) => Promise.race([one(call), late()])))
}

/** The expression that makes these calls side by side and tells what came of each. */
export function callExpression(calls: readonly FuzzCall[], limitMs: number): string {
  // A loader may wrap functions in a call of this name, to keep theirs.
  const kept = 'const __name = (made) => made;'
  const json = JSON.stringify(JSON.stringify(calls))
  return `(() => { ${kept} return (${callAll.toString()})(JSON.parse(${json}), ${makeValue.toString()}, ${limitMs}) })()`
}
