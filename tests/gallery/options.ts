import { parseArgs } from 'node:util'
import { conditions, looks, modes, type Plan, sizes } from './variants.ts'

function chosen<Name extends string>(
  given: string | undefined,
  known: readonly Name[],
  what: string,
): Name[] {
  if (given === undefined) return [...known]
  return given.split(',').map((word) => {
    const name = known.find((candidate) => candidate === word)
    if (name === undefined) throw new Error(`There is no ${what} “${word}”; there are ${known.join(', ')}.`)
    return name
  })
}

/**
 * What to photograph, from the command's arguments.
 *
 * @throws Error that says which names there are
 */
export function galleryPlan(args: readonly string[]): Plan {
  const option = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: { modes: option, screens: option, sizes: option, looks: option, conditions: option },
  })
  return {
    modes: chosen(values.modes, modes, 'mode'),
    screens: values.screens?.split(',') ?? [],
    sizes: chosen(values.sizes, Object.keys(sizes) as (keyof typeof sizes)[], 'size'),
    looks: chosen(values.looks, Object.keys(looks) as (keyof typeof looks)[], 'look'),
    conditions: chosen(values.conditions, conditions, 'condition'),
  }
}
