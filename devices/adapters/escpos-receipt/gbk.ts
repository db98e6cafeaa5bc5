import iconv from 'iconv-lite'
import type { TextLine } from '#devices/contract'

/**
 * The GBK bytes of one character, if a receipt printer has it: printable ASCII, or a pair of GBK's two-byte zone.
 * Printers know no more than that even where they say GB18030 (devices.md C2).
 * @returns null for what has to be drawn: rare characters (生僻字) and other scripts
 */
export function encodeGbkCharacter(character: string): Uint8Array | null {
  const codePoint = character.codePointAt(0) ?? 0
  if (codePoint >= 0x20 && codePoint <= 0x7e) return Uint8Array.of(codePoint)
  const bytes = iconv.encode(character, 'cp936')
  const [lead = 0, trail = 0] = bytes
  // CP936 is GBK without the 95 late additions that many printers' fonts leave blank. What it lacks comes out as "?", the euro sign as a single 80.
  const isPair =
    bytes.length === 2 && lead >= 0x81 && lead <= 0xfe && trail >= 0x40 && trail <= 0xfe && trail !== 0x7f
  return isPair ? Uint8Array.from(bytes) : null
}

/** Whether the printer's own font lacks a character of this line. */
export function needsDrawing(line: TextLine): boolean {
  for (const character of line.text) if (encodeGbkCharacter(character) === null) return true
  return false
}
