/** What an ESC/POS stream puts on paper, in order. */
export type Printed =
  | {
      readonly type: 'line'
      readonly text: string
      readonly align: number
      readonly bold: boolean
      /** GS ! as it stood: width in the upper, height in the lower half byte. */
      readonly size: number
    }
  | {
      readonly type: 'picture'
      readonly widthBytes: number
      readonly rows: number
      readonly dots: Uint8Array
    }
  | { readonly type: 'code'; readonly data: string; readonly module: number; readonly level: number }
  | { readonly type: 'feed'; readonly lines: number }
  | { readonly type: 'cut'; readonly mode: number }

/** Thrown where the stream holds a byte that no receipt of ours may hold. */
export class StrayByte extends Error {
  override readonly name = 'StrayByte'
}

const gbk = new TextDecoder('gbk', { fatal: true })
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads a receipt back from its bytes. Written from the public ESC/POS command set (Epson's reference for ESC @, ESC a,
 * ESC d, ESC E, GS !, GS V, GS v 0, GS ( k; the Chinese manuals of devices.md C2 for FS &, FS ! and two-byte
 * characters) and sharing nothing with the encoder or the simulator. It is stricter than a printer: a command outside
 * of this list, a control byte in a text or half a character is an error, since here it can only be text that became a
 * command.
 */
export function decodeIndependently(stream: Uint8Array): Printed[] {
  const printed: Printed[] = []
  const state = { align: 0, bold: false, size: 0, module: 3, level: 0x30, stored: '' }
  let text: number[] = []
  let at = 0
  const take = (count: number): Uint8Array => {
    if (at + count > stream.length) throw new StrayByte(`cut short at ${String(at)}`)
    at += count
    return stream.subarray(at - count, at)
  }
  const byte = (): number => take(1)[0] ?? 0
  const word = (): number => byte() + 256 * byte()

  const escape = (): void => {
    const command = byte()
    if (command === 0x40) Object.assign(state, { align: 0, bold: false, size: 0 })
    else if (command === 0x61) state.align = byte()
    else if (command === 0x45) state.bold = (byte() & 1) === 1
    else if (command === 0x64) printed.push({ type: 'feed', lines: byte() })
    else throw new StrayByte(`ESC ${command.toString(16)} at ${String(at)}`)
  }
  const chinese = (): void => {
    const command = byte()
    if (command === 0x26) return
    if (command !== 0x21) throw new StrayByte(`FS ${command.toString(16)} at ${String(at)}`)
    const mode = byte()
    const expected = (state.size >> 4 ? 0x04 : 0) | (state.size & 0x0f ? 0x08 : 0)
    if (mode !== expected) throw new StrayByte('Chinese and Latin characters of different size')
  }
  const symbol = (): void => {
    const [family, length] = [byte(), word()]
    const [kind, action, ...rest] = take(length)
    if (family !== 0x6b || kind !== 0x31) throw new StrayByte('GS ( of another kind')
    if (action === 0x43) state.module = rest[0] ?? 0
    else if (action === 0x45) state.level = rest[0] ?? 0
    else if (action === 0x50) state.stored = utf8.decode(Uint8Array.from(rest.slice(1)))
    else if (action === 0x51)
      printed.push({ type: 'code', data: state.stored, module: state.module, level: state.level })
    else if (action !== 0x41) throw new StrayByte('GS ( k of another function')
  }
  const group = (): void => {
    const command = byte()
    if (command === 0x21) state.size = byte()
    else if (command === 0x56) printed.push({ type: 'cut', mode: byte() })
    else if (command === 0x28) symbol()
    else if (command === 0x76) {
      if (byte() !== 0x30 || byte() !== 0) throw new StrayByte('GS v of another mode')
      const [widthBytes, rows] = [word(), word()]
      printed.push({ type: 'picture', widthBytes, rows, dots: take(widthBytes * rows).slice() })
    } else throw new StrayByte(`GS ${command.toString(16)} at ${String(at)}`)
  }

  while (at < stream.length) {
    const first = byte()
    if (first === 0x1b) escape()
    else if (first === 0x1c) chinese()
    else if (first === 0x1d) group()
    else if (first === 0x0a) {
      const { align, bold, size } = state
      if (text.length > 0 || printed.at(-1)?.type !== 'code')
        printed.push({ type: 'line', text: gbk.decode(Uint8Array.from(text)), align, bold, size })
      text = []
    } else if (first >= 0x81 && first <= 0xfe) text.push(first, byte())
    else if (first >= 0x20 && first <= 0x7e) text.push(first)
    else throw new StrayByte(`byte ${first.toString(16)} at ${String(at - 1)}`)
  }
  if (text.length > 0) throw new StrayByte('a line without an end')
  return printed
}

/** Whether a stream holds one of the commands that printers obey wherever it stands: DLE EOT n, DLE ENQ n, DLE DC4 n. */
export function holdsRealTimeCommand(stream: Uint8Array): boolean {
  return stream.some((byte, at) => byte === 0x10 && [0x04, 0x05, 0x14].includes(stream[at + 1] ?? 0))
}
