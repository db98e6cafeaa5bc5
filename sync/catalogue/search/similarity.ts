/** How many single-letter changes lie between two texts, swaps of neighbours counting as one; stops counting above `most`. */
export function editDistance(left: string, right: string, most: number): number {
  if (Math.abs(left.length - right.length) > most) return most + 1
  let before: number[] = []
  let last = Array.from({ length: right.length + 1 }, (_, at) => at)
  for (let row = 1; row <= left.length; row++) {
    const next = [row]
    let best = row
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1]
      let cost = Math.min(
        (last[column] as number) + 1,
        (next[column - 1] as number) + 1,
        (last[column - 1] as number) + (same ? 0 : 1),
      )
      if (
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1]
      ) {
        cost = Math.min(cost, (before[column - 2] as number) + 1)
      }
      next.push(cost)
      if (cost < best) best = cost
    }
    if (best > most) return most + 1
    before = last
    last = next
  }
  return last[right.length] as number
}

/** Length of the longest common subsequence. */
export function commonLength(left: string, right: string): number {
  let last = new Array<number>(right.length + 1).fill(0)
  for (const character of left) {
    const next = [0]
    for (let column = 1; column <= right.length; column++) {
      next.push(
        character === right[column - 1]
          ? (last[column - 1] as number) + 1
          : Math.max(last[column] as number, next[column - 1] as number),
      )
    }
    last = next
  }
  return last[right.length] as number
}

/** Likeness of a query and a term in characters, 0 to 1. */
export function characterLikeness(query: string, term: string): number {
  if (query === term) return 1
  const share = Math.min(query.length, term.length) / Math.max(query.length, term.length)
  if (term.startsWith(query)) return 0.85 + 0.1 * share
  if (term.includes(query)) return 0.75 + 0.15 * share
  if (term.length > 1 && query.includes(term)) return 0.65 + 0.3 * share
  const common = commonLength(query, term)
  return common < 2 ? 0 : 0.85 * ((2 * common) / (query.length + term.length))
}

/** Likeness of typed letters and a term's pinyin, 0 to 1. */
export function letterLikeness(query: string, pinyin: string): number {
  if (query === pinyin) return 1
  const share = query.length / pinyin.length
  if (query.length >= 2 && pinyin.startsWith(query)) return 0.75 + 0.2 * share
  if (query.length >= 4 && pinyin.includes(query)) return 0.6 + 0.2 * share
  if (pinyin.length >= 6 && query.includes(pinyin)) return 0.6 + 0.3 / share
  if (query.length < 4) return 0
  const most = query.length < 8 ? 1 : query.length < 13 ? 2 : 3
  const distance = editDistance(query, pinyin, most)
  return distance > most ? 0 : 0.95 - (0.6 * distance) / Math.max(4, query.length / 2)
}
