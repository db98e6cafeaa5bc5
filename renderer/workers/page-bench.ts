import type { PageFlaw } from '#sync/model'
import { checkPage } from './page-check/check-page.ts'
import { findSmallOriginal } from './page-check/content-bounds.ts'
import { checkScale, greyOf, type GreyRaster } from './page-check/grey-raster.ts'
import { findSkew } from './page-check/skew.ts'
import { coveredPixels, type PageArea } from './page-area.ts'
import { PageError } from './page-error.ts'
import { demandSize, receiveFile } from './receive-file.ts'

/** A page as a picture file. */
export interface PageFile {
  readonly bytes: Uint8Array
  readonly mediaType: string
}

/** What was seen on a page; sizes are the picture's own, upright. */
export interface PageReport {
  readonly widthPx: number
  readonly heightPx: number
  readonly flaws: readonly PageFlaw[]
}

/** A page that was drawn anew. */
export interface DrawnPage extends PageFile {
  readonly widthPx: number
  readonly heightPx: number
}

/** A file that was taken in; a PDF has no report, nobody has looked at its pages. */
export interface ReceivedFile extends PageFile {
  readonly report: PageReport | null
}

/** What is done with the pictures of pages, off the UI thread. Needs a browser's worker: it decodes and draws. */
export class PageBench {
  /**
   * 清晰度检查 of a page.
   * @param dpi as the scanner says; undefined for a photograph or a file
   * @throws PageError `page-unreadable`
   */
  async look(file: PageFile, dpi?: number): Promise<PageReport> {
    const picture = await decode(file)
    try {
      return reportOf(picture, dpi)
    } finally {
      picture.close()
    }
  }

  /** What a camera saw, as a page. */
  async develop(frame: ImageBitmap): Promise<DrawnPage> {
    const seen = surface(frame.width, frame.height)
    seen.drawImage(frame, 0, 0)
    frame.close()
    return encode(seen.canvas, 'image/jpeg')
  }

  /** The page a quarter turn to the right (1) or to the left (-1). @throws PageError `page-unreadable` */
  turn(file: PageFile, quarter: 1 | -1): Promise<DrawnPage> {
    return redraw(file, (picture) => {
      const turned = surface(picture.height, picture.width)
      turned.translate(picture.height / 2, picture.width / 2)
      turned.rotate((quarter * Math.PI) / 2)
      turned.drawImage(picture, -picture.width / 2, -picture.height / 2)
      return turned
    })
  }

  /**
   * 摆正: the page turned back by the angle of its lines of print, whole, on a sheet as large as that takes.
   * @throws PageError `page-unreadable`, or `page-straight` where there is nothing to turn back
   */
  straighten(file: PageFile): Promise<DrawnPage> {
    return redraw(file, (picture) => {
      const skew = findSkew(rasterOf(picture).raster)
      if (skew === null) throw new PageError('page-straight', 'no lines that lie askew')
      const back = (-skew.degrees * Math.PI) / 180
      const [sin, cos] = [Math.abs(Math.sin(back)), Math.cos(back)]
      const { width, height } = picture
      const straight = surface(Math.ceil(width * cos + height * sin), Math.ceil(width * sin + height * cos))
      const sheet = String(skew.paper)
      straight.fillStyle = `rgb(${sheet} ${sheet} ${sheet})`
      straight.fillRect(0, 0, straight.canvas.width, straight.canvas.height)
      straight.imageSmoothingQuality = 'high'
      straight.translate(straight.canvas.width / 2, straight.canvas.height / 2)
      straight.rotate(back)
      straight.drawImage(picture, -width / 2, -height / 2)
      return straight
    })
  }

  /**
   * 裁边: a small original cut out of the sheet that it lies on, a card on the scanner's glass.
   * @throws PageError `page-unreadable`, or `page-full` where the original is a sheet itself
   */
  crop(file: PageFile): Promise<DrawnPage> {
    return redraw(file, (picture) => {
      const { raster, scale } = rasterOf(picture)
      const found = findSmallOriginal(raster)
      if (found === null) throw new PageError('page-full', 'no small original on the sheet')
      const [left, top] = [Math.floor(found.left / scale), Math.floor(found.top / scale)]
      const width = Math.min(picture.width - left, Math.ceil(found.width / scale))
      const height = Math.min(picture.height - top, Math.ceil(found.height / scale))
      const cut = surface(width, height)
      cut.drawImage(picture, -left, -top)
      return cut
    })
  }

  /**
   * The page in about so many bytes, as JPEG, with all its pixels: print must stay as sharp as DA/T 31 wants it. A page
   * that is small enough stays as it came.
   * @returns null where drawing it anew would make it no smaller. @throws PageError `page-unreadable`
   */
  async slim(file: PageFile, targetBytes: number): Promise<DrawnPage | null> {
    if (file.bytes.byteLength <= targetBytes) return null
    const picture = await decode(file)
    try {
      const drawn = surface(picture.width, picture.height)
      drawn.fillStyle = '#fff'
      drawn.fillRect(0, 0, picture.width, picture.height)
      drawn.drawImage(picture, 0, 0)
      let slimmest: DrawnPage | null = null
      for (const quality of slimQualities) {
        slimmest = await encode(drawn.canvas, 'image/jpeg', quality)
        if (slimmest.bytes.byteLength <= targetBytes) break
      }
      return slimmest !== null && slimmest.bytes.byteLength < file.bytes.byteLength ? slimmest : null
    } finally {
      picture.close()
    }
  }

  /** 涂黑: the page with black where `areas` are, in its very pixels. @throws PageError `page-unreadable` */
  cover(file: PageFile, areas: readonly PageArea[]): Promise<DrawnPage> {
    return redraw(file, (picture) => {
      const covered = surface(picture.width, picture.height)
      covered.drawImage(picture, 0, 0)
      covered.fillStyle = '#000'
      for (const area of areas) covered.fillRect(...coveredPixels(area, picture.width, picture.height))
      return covered
    })
  }

  /**
   * Takes in a file from outside: what it is, whether it opens, and what is seen on it.
   * @throws PageError with the code of what is wrong with it; see `receiveFile`
   */
  async receive(blob: Blob): Promise<ReceivedFile> {
    demandSize(blob.size)
    const bytes = new Uint8Array(await blob.arrayBuffer())
    const { mediaType } = receiveFile(bytes)
    const report = mediaType === 'application/pdf' ? null : await this.look({ bytes, mediaType })
    return { bytes, mediaType, report }
  }
}

async function decode({ bytes, mediaType }: PageFile): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType }))
  } catch (cause) {
    throw new PageError('page-unreadable', 'the picture cannot be decoded', { cause })
  }
}

function surface(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Error('there is no 2d canvas')
  return context
}

/** High enough that print keeps its edges, however often a photograph is turned. */
const jpegQuality = 0.95
/** Below the last, the edges of print fray. */
const slimQualities = [0.92, 0.85, 0.75, 0.65] as const

async function encode(canvas: OffscreenCanvas, type: string, quality = jpegQuality): Promise<DrawnPage> {
  const encoded = await canvas.convertToBlob({ type, quality })
  const bytes = new Uint8Array(await encoded.arrayBuffer())
  return { bytes, mediaType: encoded.type, widthPx: canvas.width, heightPx: canvas.height }
}

/** Draws a page anew and encodes it as what it was. */
async function redraw(
  file: PageFile,
  draw: (picture: ImageBitmap) => OffscreenCanvasRenderingContext2D,
): Promise<DrawnPage> {
  const picture = await decode(file)
  try {
    return await encode(draw(picture).canvas, file.mediaType)
  } finally {
    picture.close()
  }
}

/** The picture as it is looked at: no larger than that takes. */
function rasterOf(picture: ImageBitmap): { raster: GreyRaster; scale: number } {
  const { width: widthPx, height: heightPx } = picture
  const scale = checkScale(widthPx, heightPx)
  const [width, height] = [widthPx, heightPx].map((side) => Math.max(1, Math.round(side * scale))) as [
    number,
    number,
  ]
  const small = surface(width, height)
  small.imageSmoothingQuality = 'high'
  small.drawImage(picture, 0, 0, width, height)
  return { raster: greyOf(small.getImageData(0, 0, width, height).data, width, height), scale }
}

function reportOf(picture: ImageBitmap, dpi: number | undefined): PageReport {
  const { width: widthPx, height: heightPx } = picture
  return { widthPx, heightPx, flaws: checkPage({ ...rasterOf(picture), widthPx, heightPx, dpi }) }
}
