import type { Family, Sample } from './exposition.ts'

/** Upper bounds in seconds: from a single row to a slow line's large part. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const

interface Times {
  readonly buckets: number[]
  sum: number
  count: number
}

/**
 * Requests of this process by operation. Operations, statuses and problem names are of the contract and thus few; terminals,
 * addresses and paths are no labels.
 */
export class RequestMetrics {
  readonly #answers = new Map<string, { operation: string; status: string; count: number }>()
  readonly #times = new Map<string, Times>()
  readonly #problems = new Map<string, number>()

  /** Counts an answer that has been sent. */
  answered(operation: string, status: number, seconds: number): void {
    const key = `${operation} ${String(status)}`
    const answers = this.#answers.get(key) ?? { operation, status: String(status), count: 0 }
    answers.count += 1
    this.#answers.set(key, answers)
    const times = this.#times.get(operation) ?? { buckets: bounds.map(() => 0), sum: 0, count: 0 }
    this.#times.set(operation, times)
    times.sum += seconds
    times.count += 1
    const at = bounds.findIndex((bound) => seconds <= bound)
    if (at >= 0) times.buckets[at] = (times.buckets[at] ?? 0) + 1
  }

  /** Counts a problem by its name. */
  refused(problem: string): void {
    this.#problems.set(problem, (this.#problems.get(problem) ?? 0) + 1)
  }

  /** What has been counted since the process began. */
  families(): Family[] {
    return [
      {
        name: 'yichuang_hub_requests_total',
        help: 'Answered requests by operation and HTTP status.',
        type: 'counter',
        samples: [...this.#answers.values()].map(({ operation, status, count }) => ({
          labels: { operation, status },
          value: count,
        })),
      },
      {
        name: 'yichuang_hub_problems_total',
        help: 'Problems that requests were answered with, by the last word of their type.',
        type: 'counter',
        samples: [...this.#problems].map(([problem, value]) => ({ labels: { problem }, value })),
      },
      {
        name: 'yichuang_hub_request_seconds',
        help: 'From the head of a request to the end of its answer, by operation.',
        type: 'histogram',
        samples: [...this.#times].flatMap(([operation, times]) => histogram(operation, times)),
      },
    ]
  }
}

function histogram(operation: string, { buckets, sum, count }: Times): Sample[] {
  let below = 0
  const upTo = bounds.map((bound, at) => {
    below += buckets[at] ?? 0
    return { suffix: '_bucket', labels: { operation, le: String(bound) }, value: below }
  })
  return [
    ...upTo,
    { suffix: '_bucket', labels: { operation, le: '+Inf' }, value: count },
    { suffix: '_sum', labels: { operation }, value: sum },
    { suffix: '_count', labels: { operation }, value: count },
  ]
}
