/** The middle value; the mean of the two in the middle where their number is even. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2
}

/** The value with so many digits after its point. */
export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits))
}

/** A whole number above 0 from the command line. @throws RangeError with the option's name */
export function countOf(text: string | undefined, option: string, otherwise: number): number {
  const count = Number(text ?? otherwise)
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`--${option} wants a whole number above 0`)
  return count
}
