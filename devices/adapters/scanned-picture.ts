import { DeviceError, type ScannedPage } from '#devices/contract'

type Measured = Pick<ScannedPage, 'mimeType' | 'widthPx' | 'heightPx'>

/**
 * Type and size of a PNG or JPEG file from its own header.
 * @throws DeviceError `scan.invalid-image` if it is neither, empty or cut off
 */
export function measurePicture(bytes: Uint8Array): Measured {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const measured = measurePng(view) ?? measureJpeg(view)
  if (measured === null || measured.widthPx === 0 || measured.heightPx === 0) {
    throw new DeviceError('scan.invalid-image', `${String(bytes.length)} bytes that are no whole PNG or JPEG`)
  }
  return measured
}

/** PNG (ISO 15948): signature, IHDR with width and height, and the IEND chunk that a cut-off file lacks. */
function measurePng(view: DataView): Measured | null {
  if (view.byteLength < 45 || view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a)
    return null
  if (view.getUint32(12) !== 0x49484452) return null
  if (view.getUint32(view.byteLength - 8) !== 0x49454e44) return null
  return { mimeType: 'image/png', widthPx: view.getUint32(16), heightPx: view.getUint32(20) }
}

/** JPEG (ITU-T T.81): the frame header SOF0 to SOF15, found by walking the segments; EOI at the end. */
function measureJpeg(view: DataView): Measured | null {
  const size = view.byteLength
  if (size < 12 || view.getUint16(0) !== 0xffd8 || view.getUint16(size - 2) !== 0xffd9) return null
  let offset = 2
  while (offset + 9 < size) {
    if (view.getUint8(offset) !== 0xff) return null
    const marker = view.getUint8(offset + 1)
    const isFrameHeader =
      marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrameHeader) {
      return {
        mimeType: 'image/jpeg',
        heightPx: view.getUint16(offset + 5),
        widthPx: view.getUint16(offset + 7),
      }
    }
    // Fill bytes before a marker are allowed.
    offset += marker === 0xff ? 1 : 2 + view.getUint16(offset + 2)
  }
  return null
}
