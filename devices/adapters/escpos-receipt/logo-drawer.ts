import { createCanvas, loadImage } from '@napi-rs/canvas'
import type { DeviceConfigOf, Logo } from '#devices/contract'
import { toRaster } from './canvas-rasterizer.ts'

/** A logo is no poster: the layout counts on eight lines of thirty dots. */
const maxHeightDots = 240

/** The logos of one printer, ready for printing. */
export interface LogoDrawer {
  readonly logos: ReadonlyMap<string, Logo>
  /** Why some are missing, for technicians. */
  readonly problems: readonly string[]
}

/**
 * Reads the pictures that a printer's configuration names, shrunk to the paper and to one bit. A picture that cannot
 * be read is left out and told: for want of a logo nobody goes without a receipt.
 */
export async function openLogoDrawer(
  configured: NonNullable<DeviceConfigOf<'escpos'>['options']>['logos'],
  widthDots: number,
): Promise<LogoDrawer> {
  const logos = new Map<string, Logo>()
  const problems: string[] = []
  for (const { name, file, atHead } of configured ?? []) {
    try {
      logos.set(name, { name, atHead: atHead ?? false, ...(await readLogo(file, widthDots)) })
    } catch (error) {
      problems.push(`logo ${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { logos, problems }
}

async function readLogo(file: string, widthDots: number): Promise<Omit<Logo, 'name' | 'atHead'>> {
  const image = await loadImage(file)
  const scale = Math.min(1, widthDots / image.width, maxHeightDots / image.height)
  // Whole bytes with an even rest of the paper, so that the middle is the same in bytes and in dots.
  const width = Math.min(widthDots, Math.ceil((image.width * scale) / 16) * 16)
  const height = Math.max(1, Math.round(image.height * scale))
  const context = createCanvas(width, height).getContext('2d')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  const drawnWidth = Math.round(image.width * scale)
  context.drawImage(image, Math.floor((width - drawnWidth) / 2), 0, drawnWidth, height)
  return toRaster(context, width, height)
}
