import type { PageArea } from '#renderer/workers'

/** What is smaller was a click, not a box. */
const leastSide = 0.005
const step = 0.01

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most)

/** Where a box begins that is made by the keyboard: a line of print in the middle of the page. */
export const firstBox: PageArea = { left: 0.3, top: 0.47, width: 0.4, height: 0.06 }

/** The box between two corners, cut off at the page's edges; null for one too small to be meant. */
export function boxBetween(
  from: readonly [x: number, y: number],
  to: readonly [x: number, y: number],
): PageArea | null {
  const [xs, ys] = [0, 1].map((axis) =>
    [from[axis] ?? 0, to[axis] ?? 0].map((at) => within(at, 0, 1)).sort((a, b) => a - b),
  ) as [[number, number], [number, number]]
  const box = { left: xs[0], top: ys[0], width: xs[1] - xs[0], height: ys[1] - ys[0] }
  return box.width < leastSide || box.height < leastSide ? null : box
}

const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-step, 0],
  ArrowRight: [step, 0],
  ArrowUp: [0, -step],
  ArrowDown: [0, step],
}

/** The box after a key: arrows move it, with Shift its lower right corner; null for keys that mean nothing to it. */
export function boxAfterKey(box: PageArea, key: string, shift: boolean): PageArea | null {
  const direction = directions[key]
  if (direction === undefined) return null
  const [x, y] = direction
  if (shift) {
    const width = within(box.width + x, step, 1 - box.left)
    return { ...box, width, height: within(box.height + y, step, 1 - box.top) }
  }
  const left = within(box.left + x, 0, 1 - box.width)
  return { ...box, left, top: within(box.top + y, 0, 1 - box.height) }
}
