import { holds, type ConditionFacts } from './condition.ts'
import type { Notice, NoticeMaterial } from './notice.ts'
import { situationOf, upstreamOf } from './situation.ts'
import type { Matter, Theme } from './theme.ts'

interface Chain {
  readonly days: number
  readonly path: readonly string[]
}

/** The chain of most working days that ends with each matter. @throws Error on a cycle, which the catalogue's check refuses. */
function longestChain(theme: Theme, matters: readonly Matter[]): Chain {
  const upstream = upstreamOf(theme, matters)
  const byId = new Map(matters.map((matter) => [matter.id, matter]))
  const known = new Map<string, Chain>()
  const chainOf = (id: string, waiting: readonly string[]): Chain => {
    const before = known.get(id)
    if (before !== undefined) return before
    if (waiting.includes(id)) throw new Error(`the matters of theme ${theme.id} wait for each other`)
    const longest = longer((upstream.get(id) ?? []).map((other) => chainOf(other, [...waiting, id])))
    const chain = { days: longest.days + (byId.get(id)?.workingDays ?? 0), path: [...longest.path, id] }
    known.set(id, chain)
    return chain
  }
  return longer(matters.map((matter) => chainOf(matter.id, [])))
}

/** The longer in days; of equals the one with more steps, then the first. */
function longer(chains: readonly Chain[]): Chain {
  return chains.reduce<Chain>(
    (best, chain) =>
      chain.days > best.days || (chain.days === best.days && chain.path.length > best.path.length)
        ? chain
        : best,
    { days: 0, path: [] },
  )
}

/**
 * 一次告知: matters, materials, time and fees of exactly this situation. Side by side the longest counts, one after
 * the other the sum (并联取最长，串联相加). What an authority holds already is named as not needed.
 */
export function makeNotice(theme: Theme, facts: ConditionFacts): Notice {
  const situation = situationOf(theme, facts)
  const needed = theme.materials.flatMap((material): NoticeMaterial[] => {
    if (!holds(material.when, situation.facts)) return []
    const matters = situation.matters.filter((matter) => matter.materials.includes(material.id))
    return matters.length === 0 ? [] : [{ material, matters: matters.map((matter) => matter.id) }]
  })
  const chain = longestChain(theme, situation.matters)
  const fees = situation.matters.reduce((cents, matter) => cents + Math.round(matter.feeYuan * 100), 0)
  return {
    matters: situation.matters,
    bring: needed.filter(({ material }) => material.heldBy === undefined),
    held: needed.filter(({ material }) => material.heldBy !== undefined),
    totalWorkingDays: chain.days,
    criticalPath: chain.path,
    feeYuan: fees / 100,
  }
}
