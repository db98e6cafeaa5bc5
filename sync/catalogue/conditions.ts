import type { Condition } from '#sync/model'

/** A simple part of a condition with its place inside it. */
export interface ConditionLeaf {
  readonly path: readonly (string | number)[]
  readonly leaf: Extract<Condition, { question: string } | { field: string } | { filled: string }>
}

/** All simple parts of a condition, with their places. */
export function conditionLeaves(
  condition: Condition | undefined,
  path: readonly (string | number)[] = [],
): ConditionLeaf[] {
  if (condition === undefined) return []
  if ('all' in condition) {
    return condition.all.flatMap((part, at) => conditionLeaves(part, [...path, 'all', at]))
  }
  if ('any' in condition) {
    return condition.any.flatMap((part, at) => conditionLeaves(part, [...path, 'any', at]))
  }
  if ('not' in condition) return conditionLeaves(condition.not, [...path, 'not'])
  return [{ path, leaf: condition }]
}
