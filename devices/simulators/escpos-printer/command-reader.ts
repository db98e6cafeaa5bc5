/** One thing that a host sent, read from the printer's side (devices.md C; written apart from the encoder). */
export type PrinterCommand =
  | { readonly type: 'initialize' }
  | { readonly type: 'character'; readonly text: string; readonly twoByte: boolean }
  | { readonly type: 'line-feed' }
  | { readonly type: 'carriage-return' }
  | { readonly type: 'feed-lines'; readonly lines: number }
  | { readonly type: 'feed-dots'; readonly dots: number }
  | { readonly type: 'align'; readonly align: 'left' | 'center' | 'right' }
  | { readonly type: 'bold'; readonly on: boolean }
  | {
      readonly type: 'size'
      readonly zone: 'one-byte' | 'two-byte'
      readonly wide: number
      readonly high: number
    }
  | { readonly type: 'chinese-mode'; readonly on: boolean }
  | { readonly type: 'automatic-status'; readonly mask: number }
  | { readonly type: 'in-turn-status'; readonly n: number }
  | { readonly type: 'cut'; readonly partial: boolean }
  | {
      readonly type: 'raster'
      readonly widthBytes: number
      readonly height: number
      readonly bits: Uint8Array
    }
  | { readonly type: 'qr-module'; readonly dots: number }
  | { readonly type: 'qr-level'; readonly level: 'L' | 'M' | 'Q' | 'H' }
  | { readonly type: 'qr-store'; readonly data: Uint8Array }
  | { readonly type: 'qr-print' }
  | { readonly type: 'real-time' }
  | { readonly type: 'ignored'; readonly hex: string }

/** A command and how many bytes it took. */
export interface ReadCommand {
  readonly command: PrinterCommand
  readonly bytes: number
}

const gbk = new TextDecoder('gbk')

/**
 * Reads the command at the start of `buffer`.
 * @param chineseMode whether bytes from 81 up are halves of GBK characters
 * @returns null if more bytes must come first
 */
export function readCommand(buffer: Buffer, chineseMode: boolean): ReadCommand | null {
  const first = buffer[0]
  switch (first) {
    case undefined:
      return null
    case 0x0a:
      return { command: { type: 'line-feed' }, bytes: 1 }
    case 0x0d:
      return { command: { type: 'carriage-return' }, bytes: 1 }
    case 0x10:
      // DLE EOT n, DLE ENQ n: obeyed when they arrived; here they only take up room.
      return sized(buffer, 3, () => ({ type: 'real-time' }))
    case 0x1b:
      return readEscape(buffer)
    case 0x1c:
      return readChinese(buffer)
    case 0x1d:
      return readGroup(buffer)
    default:
      return readCharacter(buffer, first, chineseMode)
  }
}

function readCharacter(buffer: Buffer, first: number, chineseMode: boolean): ReadCommand | null {
  if (first >= 0x81 && first <= 0xfe && chineseMode) {
    return sized(buffer, 2, (pair) => ({ type: 'character', text: gbk.decode(pair), twoByte: true }))
  }
  if (first >= 0x20 && first <= 0x7e) {
    return { command: { type: 'character', text: String.fromCharCode(first), twoByte: false }, bytes: 1 }
  }
  return { command: ignored(buffer.subarray(0, 1)), bytes: 1 }
}

function readEscape(buffer: Buffer): ReadCommand | null {
  switch (buffer[1]) {
    case undefined:
      return null
    case 0x40:
      return { command: { type: 'initialize' }, bytes: 2 }
    case 0x45:
      return sized(buffer, 3, (all) => ({ type: 'bold', on: (all[2] ?? 0) % 2 === 1 }))
    case 0x4a:
      return sized(buffer, 3, (all) => ({ type: 'feed-dots', dots: all[2] ?? 0 }))
    case 0x61:
      return sized(buffer, 3, (all) => ({
        type: 'align',
        align: (['left', 'center', 'right'] as const)[(all[2] ?? 0) % 3] ?? 'left',
      }))
    case 0x64:
      return sized(buffer, 3, (all) => ({ type: 'feed-lines', lines: all[2] ?? 0 }))
    case 0x32:
      return { command: ignored(buffer.subarray(0, 2)), bytes: 2 }
    default:
      return sized(buffer, 3, ignored)
  }
}

function readChinese(buffer: Buffer): ReadCommand | null {
  switch (buffer[1]) {
    case undefined:
      return null
    case 0x26:
      return { command: { type: 'chinese-mode', on: true }, bytes: 2 }
    case 0x2e:
      return { command: { type: 'chinese-mode', on: false }, bytes: 2 }
    case 0x21:
      return sized(buffer, 3, (all) => {
        const n = all[2] ?? 0
        return { type: 'size', zone: 'two-byte', wide: n & 0x04 ? 2 : 1, high: n & 0x08 ? 2 : 1 }
      })
    case 0x57:
      return sized(buffer, 3, (all) => {
        const scale = (all[2] ?? 0) % 2 === 1 ? 2 : 1
        return { type: 'size', zone: 'two-byte', wide: scale, high: scale }
      })
    case 0x53:
      return sized(buffer, 4, ignored)
    case 0x32:
      return sized(buffer, 76, ignored)
    default:
      return sized(buffer, 3, ignored)
  }
}

function readGroup(buffer: Buffer): ReadCommand | null {
  switch (buffer[1]) {
    case undefined:
      return null
    case 0x21:
      return sized(buffer, 3, (all) => {
        const n = all[2] ?? 0
        return { type: 'size', zone: 'one-byte', wide: ((n >> 4) & 7) + 1, high: (n & 7) + 1 }
      })
    case 0x61:
      return sized(buffer, 3, (all) => ({ type: 'automatic-status', mask: all[2] ?? 0 }))
    case 0x72:
      return sized(buffer, 3, (all) => ({ type: 'in-turn-status', n: all[2] ?? 0 }))
    case 0x56: {
      const m = buffer[2]
      if (m === undefined) return null
      return sized(buffer, m >= 0x41 ? 4 : 3, () => ({
        type: 'cut',
        partial: m === 0x01 || m === 0x31 || m === 0x42,
      }))
    }
    case 0x28:
      return readSymbol(buffer)
    case 0x76:
      return readRaster(buffer)
    default:
      return sized(buffer, 3, ignored)
  }
}

/** GS ( k pL pH cn fn …: QR code functions for cn = 31. */
function readSymbol(buffer: Buffer): ReadCommand | null {
  if (buffer.length < 5) return null
  return sized(buffer, 5 + buffer.readUInt16LE(3), (all) => {
    if (all[2] !== 0x6b || all[5] !== 0x31) return ignored(all)
    switch (all[6]) {
      case 0x43:
        return { type: 'qr-module', dots: all[7] ?? 3 }
      case 0x45:
        return { type: 'qr-level', level: (['L', 'M', 'Q', 'H'] as const)[(all[7] ?? 0x30) - 0x30] ?? 'L' }
      case 0x50:
        return { type: 'qr-store', data: Uint8Array.from(all.subarray(8)) }
      case 0x51:
        return { type: 'qr-print' }
      default:
        return ignored(all)
    }
  })
}

/** GS v 0 m xL xH yL yH, then the dots. */
function readRaster(buffer: Buffer): ReadCommand | null {
  if (buffer.length < 8) return null
  const widthBytes = buffer.readUInt16LE(4)
  const height = buffer.readUInt16LE(6)
  return sized(buffer, 8 + widthBytes * height, (all) => ({
    type: 'raster',
    widthBytes,
    height,
    bits: Uint8Array.from(all.subarray(8)),
  }))
}

function sized(buffer: Buffer, bytes: number, read: (all: Buffer) => PrinterCommand): ReadCommand | null {
  return buffer.length < bytes ? null : { command: read(buffer.subarray(0, bytes)), bytes }
}

function ignored(bytes: Buffer): PrinterCommand {
  return { type: 'ignored', hex: bytes.subarray(0, 16).toString('hex') }
}
