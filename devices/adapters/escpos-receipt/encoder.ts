import {
  DeviceError,
  endFeedLines,
  type Logo,
  type PrintElement,
  type QrMark,
  type TextLine,
} from '#devices/contract'
import type { PaperFormat } from '#devices/contract'
import { encodeGbkCharacter, needsDrawing } from './gbk.ts'

/** A one-bit picture, rows of whole bytes, most significant bit left, 1 = black. */
export interface Raster {
  readonly widthBytes: number
  readonly height: number
  readonly bits: Uint8Array<ArrayBuffer>
}

/** Draws lines that the printer's font cannot print. */
export interface Rasterizer {
  /** @param widthDots the paper's printable width */
  drawLine(line: TextLine, widthDots: number): Raster
}

/** What a receipt needs beyond its lines. */
export interface ReceiptSupplies {
  /** Null where no line needs drawing. */
  readonly rasterizer: Rasterizer | null
  readonly logos: ReadonlyMap<string, Logo>
}

const esc = 0x1b
const fs = 0x1c
const gs = 0x1d
const lineFeed = 0x0a
const alignment = { left: 0, center: 1, right: 2 } as const

/**
 * Printing commands for one piece of paper. Sources: FS, GS v, GS ( k, GS V by devices.md C2 and C3; ESC @, ESC a,
 * ESC E, ESC d, GS ! by the ESC/POS command set that these printers copy.
 * @throws DeviceError `device.internal` if a line needs drawing and there is no rasterizer
 */
export function encodeReceipt(
  elements: readonly PrintElement[],
  paper: PaperFormat,
  supplies: ReceiptSupplies,
): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [esc, 0x40, fs, 0x26]
  for (const element of elements) pushAll(bytes, encodeElement(element, paper, supplies))
  pushAll(bytes, encodeEnd(paper.cut))
  return Uint8Array.from(bytes)
}

function encodeElement(
  element: PrintElement,
  paper: PaperFormat,
  { rasterizer, logos }: ReceiptSupplies,
): number[] {
  if (element.type === 'qr') return encodeQr(element)
  if (element.type === 'logo') {
    const logo = logos.get(element.name)
    return logo === undefined ? [] : encodeRaster(centred(logo, paper.widthDots / 8))
  }
  if (!needsDrawing(element)) return encodeLine(element)
  if (rasterizer !== null) return encodeRaster(rasterizer.drawLine(element, paper.widthDots))
  throw new DeviceError('device.internal', 'a line needs drawing and there is no rasterizer')
}

/** White on both sides up to the paper's width: not every printer obeys an alignment before a picture. */
function centred(picture: Raster, paperBytes: number): Raster {
  const margin = Math.max(0, Math.floor((paperBytes - picture.widthBytes) / 2))
  const bits = new Uint8Array(paperBytes * picture.height)
  for (let row = 0; row < picture.height; row += 1) {
    const from = row * picture.widthBytes
    bits.set(picture.bits.subarray(from, from + picture.widthBytes), row * paperBytes + margin)
  }
  return { widthBytes: paperBytes, height: picture.height, bits }
}

/** Not `push(...)`: a raster is longer than an argument list may be. */
function pushAll(target: number[], more: Iterable<number>): void {
  for (const byte of more) target.push(byte)
}

function encodeLine(line: TextLine): number[] {
  // GS ! sets the size of half-width characters, FS ! that of Chinese ones; some printers let GS ! set both.
  const gsSize = ((line.wide - 1) << 4) | (line.high - 1)
  const fsSize = (line.wide === 2 ? 0x04 : 0) | (line.high === 2 ? 0x08 : 0)
  return [
    ...[esc, 0x61, alignment[line.align]],
    ...[esc, 0x45, line.bold ? 1 : 0],
    ...[gs, 0x21, gsSize],
    ...[fs, 0x21, fsSize],
    ...Array.from(line.text).flatMap((character) => [...(encodeGbkCharacter(character) ?? [])]),
    lineFeed,
  ]
}

/** Model 2, error correction M, centred; printed only at the beginning of a line, which is where we are. */
function encodeQr(mark: QrMark): number[] {
  const data = new TextEncoder().encode(mark.data)
  const storeLength = data.length + 3
  return [
    ...[esc, 0x61, alignment.center],
    ...[gs, 0x28, 0x6b, 0x04, 0x00, 0x31, 0x41, 0x32, 0x00],
    ...[gs, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x43, mark.moduleDots],
    ...[gs, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x45, 0x31],
    ...[gs, 0x28, 0x6b, storeLength & 0xff, storeLength >> 8, 0x31, 0x50, 0x30, ...data],
    ...[gs, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x51, 0x30],
    lineFeed,
  ]
}

function encodeRaster(raster: Raster): number[] {
  const { widthBytes, height } = raster
  return [
    ...[esc, 0x61, alignment.left],
    ...[gs, 0x76, 0x30, 0, widthBytes & 0xff, widthBytes >> 8, height & 0xff, height >> 8],
    ...withoutRealTimeCommands(raster.bits),
  ]
}

/**
 * Printers look for DLE EOT, DLE ENQ and DLE DC4 everywhere, even inside a picture, and would answer or obey them.
 * Where dots happen to spell one, one more dot is set beside a black one.
 */
function withoutRealTimeCommands(bits: Uint8Array): Uint8Array {
  const safe = Uint8Array.from(bits)
  for (let index = 1; index < safe.length; index += 1) {
    const byte = safe[index] ?? 0
    if (safe[index - 1] === 0x10 && (byte === 0x04 || byte === 0x05 || byte === 0x14))
      safe[index] = byte | 0x02
  }
  return safe
}

/** The knife stands some 15 mm above the print head: feed before cutting, or for tearing off. */
function encodeEnd(cut: PaperFormat['cut']): number[] {
  const plain = [esc, 0x61, 0, esc, 0x45, 0, gs, 0x21, 0, fs, 0x21, 0]
  const feed = [esc, 0x64, endFeedLines]
  if (cut === 'none') return [...plain, ...feed]
  return [...plain, ...feed, gs, 0x56, cut === 'full' ? 0x00 : 0x01]
}
