/** A release's version, `major.minor.patch`; no pre-releases: what is offered to halls is finished. */
export const versionPattern = /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/

/** Negative when `a` is older than `b`, 0 when both are the same. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)]
  for (const at of [0, 1, 2] as const) {
    const difference = left[at] - right[at]
    if (difference !== 0) return difference
  }
  return 0
}

function numbersOf(version: string): [number, number, number] {
  const [, major, minor, patch] = versionPattern.exec(version) ?? []
  if (patch === undefined) throw new RangeError('not a version of a release')
  return [Number(major), Number(minor), Number(patch)]
}
