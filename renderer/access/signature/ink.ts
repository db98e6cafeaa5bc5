/** One point of the pen in CSS pixels of the pad; `pressure` 0 to 1, `time` in ms since the epoch. */
export interface InkPoint {
  readonly x: number
  readonly y: number
  readonly pressure: number
  readonly time: number
}

/** A stroke: pen down to pen up. */
export interface InkStroke {
  readonly points: readonly InkPoint[]
}

/** Shorter than this is a touch by mistake, not a name. In CSS pixels of the pad. */
const leastInkPx = 80

/** How far the pen travelled on the pad, in CSS pixels. */
export function inkLength(strokes: readonly InkStroke[]): number {
  let length = 0
  for (const { points } of strokes) {
    for (let at = 1; at < points.length; at += 1) {
      const from = points[at - 1] as InkPoint
      const to = points[at] as InkPoint
      length += Math.hypot(to.x - from.x, to.y - from.y)
    }
  }
  return length
}

/** Whether there is enough ink to be somebody's signature. */
export function isSignature(strokes: readonly InkStroke[]): boolean {
  return inkLength(strokes) >= leastInkPx
}

const round = (value: number, places: number): number => Number(value.toFixed(places))

/** The strokes as a small JSON document: what was drawn, with pressure and the time since the first point. */
export function inkDocument(strokes: readonly InkStroke[], size: { width: number; height: number }): string {
  const start = strokes[0]?.points[0]?.time ?? 0
  return JSON.stringify({
    format: 'yichuang-ink',
    version: 1,
    ...size,
    point: ['x', 'y', 'pressure', 'ms'],
    strokes: strokes.map(({ points }) =>
      points.map((point) => [
        round(point.x, 1),
        round(point.y, 1),
        round(point.pressure, 3),
        Math.round(point.time - start),
      ]),
    ),
  })
}

/**
 * Ties strokes to the text that was signed and to the picture made of them, so that neither can be put under another:
 * both as SHA-256 in lower-case hexadecimal.
 */
export function boundInk(
  vector: string,
  bound: { readonly signed: string; readonly picture: string },
): string {
  return JSON.stringify({ ...(JSON.parse(vector) as object), ...bound })
}
