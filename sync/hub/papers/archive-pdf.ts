import PDFDocument from 'pdfkit'

/** One picture of a paper, as it was taken in: JPEG or PNG. */
export interface PaperPage {
  readonly bytes: Uint8Array
  /** Of the picture; without it the page is an A4 sheet. */
  readonly dpi: number | undefined
}

/** What pdfkit offers and its types do not say. */
interface ImagePlacing {
  openImage(source: Buffer): OpenedImage
  image(opened: OpenedImage, x: number, y: number, size: { width: number; height: number }): unknown
}
interface OpenedImage {
  readonly width: number
  readonly height: number
}

const pointsAnInch = 72
const a4 = { short: 595.28, long: 841.89 }

/** The page on which a picture has its own size; one without a resolution fills an A4 sheet of its orientation. */
function sheetOf(dpi: number | undefined, widthPx: number, heightPx: number): [number, number] {
  if (dpi !== undefined) return [(widthPx / dpi) * pointsAnInch, (heightPx / dpi) * pointsAnInch]
  const scale = Math.min(a4.short / Math.min(widthPx, heightPx), a4.long / Math.max(widthPx, heightPx))
  return [widthPx * scale, heightPx * scale]
}

/** A sheet of paper with a bent corner: there is a file inside. Text would need a font for every name there is. */
function drawFileSheet(document: PDFKit.PDFDocument): void {
  document.addPage({ size: [a4.short, a4.long], margin: 0 })
  document.moveTo(220, 300).lineTo(340, 300).lineTo(375, 335).lineTo(375, 500).lineTo(220, 500).closePath()
  document.moveTo(340, 300).lineTo(340, 335).lineTo(375, 335)
  document.lineWidth(3).strokeColor('#51606b').stroke()
}

/**
 * 归档用的版式文件: the pages of one paper as PDF/A-2b (ISO 19005-2), each picture unchanged in its own pixels and at its
 * own size. It holds no text and therefore needs no font. Files that came as PDF lie in it as they came, and then it is
 * PDF/A-3b (ISO 19005-3), which allows that.
 * @param title the paper's name; no personal data
 * @throws Error when a picture is neither JPEG nor PNG
 */
export function archivePdf(
  title: string,
  pages: readonly PaperPage[],
  files: readonly Uint8Array[],
  made: Date,
): Promise<Uint8Array> {
  const document = new PDFDocument({
    autoFirstPage: false,
    pdfVersion: '1.7',
    subset: files.length === 0 ? 'PDF/A-2b' : 'PDF/A-3b',
    info: { Title: title, Creator: 'Yichuang', Producer: 'Yichuang', CreationDate: made },
  })
  const chunks: Uint8Array[] = []
  const done = new Promise<Uint8Array>((resolve, reject) => {
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    document.on('error', reject)
  })
  const placing = document as unknown as ImagePlacing
  for (const { bytes, dpi } of pages) {
    const image = placing.openImage(Buffer.from(bytes))
    const [width, height] = sheetOf(dpi, image.width, image.height)
    document.addPage({ size: [width, height], margin: 0 })
    placing.image(image, 0, 0, { width, height })
  }
  if (files.length > 0) drawFileSheet(document)
  for (const [at, file] of files.entries()) {
    // PDF/A-3 wants the relationship said.
    const described = {
      name: `${at + 1}.pdf`,
      type: 'application/pdf',
      relationship: 'Source',
      creationDate: made,
    }
    document.file(Buffer.from(file), described)
  }
  document.end()
  return done
}
