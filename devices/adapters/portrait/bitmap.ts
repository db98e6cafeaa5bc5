/** Size of the portrait of a WLT picture (devices.md A8). */
const width = 102
const height = 126
const pixelBytes = 3
const headBytes = 54
/** A bitmap pads its rows to four bytes. */
const rowBytes = Math.ceil((width * pixelBytes) / 4) * 4

/** Of the pixels alone, and of a whole bitmap with them. */
export const portraitPixelBytes = width * height * pixelBytes
export const portraitBitmapBytes = headBytes + rowBytes * height

/**
 * The portrait in what a decoder left in its buffer: a whole 24-bit bitmap of 102×126, or its pixels alone, the lowest row first
 * as in a bitmap.
 * @param output at least {@link portraitBitmapBytes}; what the decoder did not write is 0
 * @param order of the colours, where there is no head
 * @returns a bitmap (`image/bmp`), or null where there is no such picture
 */
export function portraitIn(output: Uint8Array, order: 'rgb' | 'bgr' = 'bgr'): Uint8Array<ArrayBuffer> | null {
  if (output.length < portraitPixelBytes) return null
  if (isPortraitBitmap(output)) return Uint8Array.from(output.subarray(0, portraitBitmapBytes))
  const pixels = output.subarray(0, portraitPixelBytes)
  return isOfOneColour(pixels) ? null : writeBitmap(pixels, order)
}

function isPortraitBitmap(bytes: Uint8Array): boolean {
  if (bytes.length < portraitBitmapBytes || bytes[0] !== 0x42 || bytes[1] !== 0x4d) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return (
    view.getUint32(10, true) === headBytes &&
    view.getInt32(18, true) === width &&
    Math.abs(view.getInt32(22, true)) === height &&
    view.getUint16(28, true) === pixelBytes * 8 &&
    view.getUint32(30, true) === 0
  )
}

/** A decoder that refuses leaves its buffer as it was, or paints it over. */
function isOfOneColour(pixels: Uint8Array): boolean {
  return pixels.every((value, at) => value === pixels[at % pixelBytes])
}

function writeBitmap(pixels: Uint8Array, order: 'rgb' | 'bgr'): Uint8Array<ArrayBuffer> {
  const bitmap = new Uint8Array(portraitBitmapBytes)
  const view = new DataView(bitmap.buffer)
  view.setUint16(0, 0x424d)
  view.setUint32(2, portraitBitmapBytes, true)
  view.setUint32(10, headBytes, true)
  view.setUint32(14, 40, true)
  view.setInt32(18, width, true)
  view.setInt32(22, height, true)
  view.setUint16(26, 1, true)
  view.setUint16(28, pixelBytes * 8, true)
  view.setUint32(34, rowBytes * height, true)
  for (let row = 0; row < height; row += 1) {
    const from = row * width * pixelBytes
    bitmap.set(pixels.subarray(from, from + width * pixelBytes), headBytes + row * rowBytes)
    if (order === 'bgr') continue
    for (let at = headBytes + row * rowBytes, end = at + width * pixelBytes; at < end; at += pixelBytes)
      bitmap.subarray(at, at + pixelBytes).reverse()
  }
  return bitmap
}
