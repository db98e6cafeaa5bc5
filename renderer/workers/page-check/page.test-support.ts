import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import type { PageToCheck } from './check-page.ts'
import { checkScale, greyOf } from './grey-raster.ts'

/** An invented page, drawn as a scanner or a camera would give it. */
export interface PageLook {
  readonly dpi?: number
  /** Height of the print, in points. */
  readonly points?: number
  readonly paper?: string
  readonly skewDegrees?: number
  /** Standard deviation of the blur, in millimetres on the page. */
  readonly blurMm?: number
  readonly lines?: number
}

const [widthMm, heightMm] = [210, 297]

/** The same "random" numbers at every run. */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Strokes in a square, as dense as those of a character of middling complexity; no font is needed for them. */
function drawCharacter(context: SKRSContext2D, x: number, y: number, size: number, next: () => number): void {
  context.lineWidth = size / 12
  for (let stroke = 0; stroke < 6; stroke += 1) {
    const [from, to, at] = [next() * 0.3, 0.7 + next() * 0.3, next()].map((share) => share * size) as [
      number,
      number,
      number,
    ]
    context.beginPath()
    if (stroke % 2 === 0) context.moveTo(x + from, y + at)
    else context.moveTo(x + at, y + from)
    if (stroke % 2 === 0) context.lineTo(x + to, y + at)
    else context.lineTo(x + at, y + to)
    context.stroke()
  }
}

/** A4 with lines of print; 300 dpi, 小四 (12 pt), white and straight unless said otherwise. */
export function drawPage(look: PageLook = {}): Canvas {
  const { dpi = 300, points = 12, paper = '#fdfdfd', skewDegrees = 0, blurMm = 0, lines = 30 } = look
  const [width, height] = [widthMm, heightMm].map((mm) => Math.round((mm / 25.4) * dpi)) as [number, number]
  const sharp = createCanvas(width, height)
  const context = sharp.getContext('2d')
  context.fillStyle = paper
  context.fillRect(0, 0, width, height)
  context.translate(width / 2, height / 2)
  context.rotate((skewDegrees * Math.PI) / 180)
  context.translate(-width / 2, -height / 2)
  context.strokeStyle = '#222'
  const em = (points / 72) * dpi
  const next = sequence(7)
  for (let line = 0; line < lines; line += 1) {
    const y = height * 0.12 + line * em * 1.6
    if (y > height * 0.88) break
    for (let x = width * 0.14; x < width * 0.86; x += em * 1.05) drawCharacter(context, x, y, em * 0.9, next)
  }
  if (blurMm === 0) return sharp
  const blurred = createCanvas(width, height)
  const soft = blurred.getContext('2d')
  soft.filter = `blur(${String((blurMm / 25.4) * dpi)}px)`
  soft.drawImage(sharp, 0, 0)
  return blurred
}

/** A card of ID-1 size (85.6 × 54 mm) on A4 at 100 dpi, with dust round it. */
export function drawCardOnGlass(x = 300, y = 400, { lid = '#fefefe', card = '#cfe3ee' } = {}): Canvas {
  const sheet = createCanvas(827, 1169)
  const context = sheet.getContext('2d')
  context.fillStyle = lid
  context.fillRect(0, 0, sheet.width, sheet.height)
  context.fillStyle = card
  context.fillRect(x, y, 337, 213)
  context.fillStyle = '#222'
  for (let line = 0; line < 5; line += 1) context.fillRect(x + 20, y + 20 + line * 30, 180, 8)
  for (const [dustX, dustY] of [
    [60, 1100],
    [780, 60],
  ] as const)
    context.fillRect(dustX, dustY, 3, 3)
  return sheet
}

/** The lamp's reflection: burnt out in the middle, fading outwards. */
export function addGlare(page: Canvas, radiusShare: number): Canvas {
  const context = page.getContext('2d')
  const [x, y, radius] = [page.width * 0.6, page.height * 0.4, page.width * radiusShare]
  const light = context.createRadialGradient(x, y, radius, x, y, radius * 1.3)
  light.addColorStop(0, 'rgba(255,255,255,1)')
  light.addColorStop(1, 'rgba(255,255,255,0)')
  context.fillStyle = light
  context.fillRect(0, 0, page.width, page.height)
  return page
}

/** The page as the worker hands it to the check. */
export function toCheck(page: Canvas, dpi?: number): PageToCheck {
  const scale = checkScale(page.width, page.height)
  const [width, height] = [Math.round(page.width * scale), Math.round(page.height * scale)]
  const small = createCanvas(width, height)
  const context = small.getContext('2d')
  context.imageSmoothingQuality = 'high'
  context.drawImage(page, 0, 0, width, height)
  const raster = greyOf(context.getImageData(0, 0, width, height).data, width, height)
  return { raster, scale, widthPx: page.width, heightPx: page.height, dpi }
}
