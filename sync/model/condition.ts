import { z } from 'zod'

/**
 * A rule as data: when a matter, a material, a question or a field applies. It looks at the answers to the
 * situation questions and at form values, never at the clock or the network, so that terminal and hub agree.
 */
export type Condition =
  | { readonly question: string; readonly in: readonly string[] }
  | { readonly field: string; readonly in: readonly string[] }
  | { readonly filled: string }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }

/** Schema of {@link Condition}, as theme files write it. */
export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ question: z.string().min(1), in: z.array(z.string()).min(1) }),
    z.strictObject({ field: z.string().min(1), in: z.array(z.string()).min(1) }),
    z.strictObject({ filled: z.string().min(1) }),
    z.strictObject({ all: z.array(conditionSchema).min(1) }),
    z.strictObject({ any: z.array(conditionSchema).min(1) }),
    z.strictObject({ not: conditionSchema }),
  ]),
)

/** What a condition is judged on: answers by question id, and form values by field key. */
export interface ConditionFacts {
  readonly answers: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string>>
}

/** Whether `condition` holds; an absent condition always holds, an unanswered question never does. */
export function holds(condition: Condition | undefined, facts: ConditionFacts): boolean {
  if (condition === undefined) return true
  if ('question' in condition) return condition.in.includes(facts.answers[condition.question] ?? '')
  if ('field' in condition) return condition.in.includes(facts.values[condition.field] ?? '')
  if ('filled' in condition) return (facts.values[condition.filled] ?? '').trim() !== ''
  if ('all' in condition) return condition.all.every((part) => holds(part, facts))
  if ('any' in condition) return condition.any.some((part) => holds(part, facts))
  return !holds(condition.not, facts)
}
