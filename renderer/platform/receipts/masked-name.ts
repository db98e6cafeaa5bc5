/**
 * 姓名脱敏 for paper that may be left lying about: `王*`, `李*敏`, `欧**娜` (the habit of GB/T 35273's examples).
 * Organisations are public and are not masked.
 */
export function maskedName(name: string): string {
  const characters = [...name.trim()]
  const [first, ...rest] = characters
  if (first === undefined) return ''
  if (rest.length === 0) return first
  if (rest.length === 1) return `${first}*`
  return `${first}${'*'.repeat(rest.length - 1)}${rest.at(-1) as string}`
}
