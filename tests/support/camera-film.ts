import { writeFileSync } from 'node:fs'
import QRCode from 'qrcode'

const width = 640
const height = 480
const paperWhite = 235
const inkBlack = 16
/** Of one module of the code, and of the quiet zone around a code in modules. */
const modulePx = 4
const quietModules = 4

/**
 * Writes what a camera sees as a film of one picture (YUV4MPEG2), for Chromium's `--use-file-for-fake-video-capture`: QR codes on white
 * paper, side by side, none for none.
 * @param contents as bytes, in whatever encoding
 */
export function writeCameraFilm(path: string, contents: readonly Uint8Array[]): void {
  const luma = Buffer.alloc(width * height, paperWhite)
  contents.forEach((data, index) => {
    const { modules } = QRCode.create([{ data, mode: 'byte' }], { errorCorrectionLevel: 'M' })
    const left = (quietModules + index * (modules.size + 2 * quietModules)) * modulePx
    const top = 60
    for (let row = 0; row < modules.size * modulePx; row += 1)
      for (let column = 0; column < modules.size * modulePx; column += 1)
        if (modules.get(Math.floor(row / modulePx), Math.floor(column / modulePx)) !== 0)
          luma[(top + row) * width + left + column] = inkBlack
  })
  const chroma = Buffer.alloc((width * height) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma])
  writeFileSync(
    path,
    Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip C420jpeg\n`), frame, frame]),
  )
}
