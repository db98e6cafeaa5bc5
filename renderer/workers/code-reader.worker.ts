import { expose } from 'comlink'
import { prepareZXingModule, readBarcodes, type ReaderOptions } from 'zxing-wasm/reader'
import readerUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'
import type { CodeReading, SeenCode } from './code-reader-client.ts'

/** More than this many codes in one picture is a sheet of labels, and none of them the one that is meant. */
const most = 4
const options: ReaderOptions = {
  formats: ['QRCode', 'MicroQRCode', 'DataMatrix', 'PDF417', 'Aztec', 'Code128', 'Code39', 'EAN13', 'ITF'],
  maxNumberOfSymbols: most,
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
}

// The reader is our own file: nothing is fetched from the network.
prepareZXingModule({ overrides: { locateFile: () => readerUrl } })

const reading: CodeReading = {
  async read(frame) {
    const canvas = new OffscreenCanvas(frame.width, frame.height)
    const context = canvas.getContext('2d', { willReadFrequently: true })
    context?.drawImage(frame, 0, 0)
    frame.close()
    const picture = context?.getImageData(0, 0, canvas.width, canvas.height)
    if (picture === undefined) return []
    const found = await readBarcodes(picture, options)
    return found
      .filter(({ isValid }) => isValid)
      .map(({ bytes, symbologyIdentifier }): SeenCode => ({ bytes, symbology: symbologyIdentifier }))
  },
}
expose(reading)
