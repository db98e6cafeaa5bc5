import { wrapLines } from './wrap-lines.ts'

const widthPx = 1200
const marginPx = 60
const fontPx = 40
const linePx = 66

/**
 * 口头确认见证 as a picture, so that every department finds the confirmation where a signature would be.
 * @throws Error when the browser gives no canvas or no picture.
 */
export async function drawAttestation(title: string, statement: string, footer: string): Promise<Blob> {
  const font = `${String(fontPx)}px "Noto Sans SC Variable", sans-serif`
  await document.fonts.load(font, title + statement)
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d')
  if (pen === null) throw new Error('no 2d context for the attestation')
  pen.font = font
  const lines = wrapLines(statement, widthPx - 2 * marginPx, (line) => pen.measureText(line).width)
  canvas.width = widthPx
  canvas.height = 2 * marginPx + (lines.length + 3) * linePx

  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.fillStyle = '#20282b'
  pen.textBaseline = 'top'
  pen.font = `700 ${font}`
  pen.fillText(title, marginPx, marginPx)
  pen.font = font
  lines.forEach((line, index) => {
    pen.fillText(line, marginPx, marginPx + (index + 1.5) * linePx)
  })
  pen.fillText(footer, marginPx, marginPx + (lines.length + 2) * linePx)

  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('the canvas gave no picture'))
      else resolve(blob)
    }, 'image/png')
  })
}
