import type { SearchHit } from '#sync/store'
import type { FoundHit, IntakeFinds } from './intake-desk.ts'
import type { Opened } from './open-desk.ts'
import { summaryOf } from './views.ts'

/** Kinds of which a screen needs to show the end alone. */
const numbers: ReadonlySet<SearchHit['kind']> = new Set(['idNumber', 'phone'])
const shownOfNumber = 4

/** 查收件, for the clerk's screen: one question at a time, the newest. */
export class SearchDesk {
  #questions = 0

  /** @returns null for a question that is too short to mean anything, or that a newer one has taken the place of. */
  async find(
    { store, engine }: Pick<Opened, 'store' | 'engine'>,
    operatorId: string,
    { query, limit }: { readonly query: string; readonly limit: number },
  ): Promise<IntakeFinds | null> {
    this.#questions += 1
    const mine = this.#questions
    const isOld = (): boolean => mine !== this.#questions
    const answer = (await store.search?.find(operatorId, query, { limit, isOld })) ?? null
    if (answer === null || store.search === null) return null
    const { sendingIds } = engine.snapshot()
    const found = answer.found.map(({ stored, hits }) => ({
      intake: summaryOf(stored, sendingIds),
      hits: hits.map(hitView),
    }))
    return { found, more: answer.more, complete: await store.search.isComplete() }
  }
}

/** The text around a hit. Of a number the rest is covered: the clerk has the end of it from who stands there. */
export function hitView({ kind, text, start, length }: SearchHit): FoundHit {
  if (!numbers.has(kind))
    return {
      kind,
      before: text.slice(0, start),
      hit: text.slice(start, start + length),
      after: text.slice(start + length),
    }
  const from = Math.max(start, text.length - Math.max(shownOfNumber, Math.min(length, 6)))
  return { kind, before: '*'.repeat(from), hit: text.slice(from), after: '' }
}
