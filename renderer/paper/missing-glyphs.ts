/** In no font, and never will be: a noncharacter of plane 16. */
const glyphless = '\u{10FFFE}'
const side = 24

/**
 * Characters of `text` for which no font of this machine has a glyph. Each is drawn and compared with how a character
 * looks that nobody has.
 */
export function missingGlyphs(text: string, family: string): string[] {
  // Below this come letters and punctuation, which every font has.
  const candidates = [...new Set(text)].filter((character) => (character.codePointAt(0) ?? 0) >= 0x3400)
  const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true })
  if (context === null) return []
  context.font = `${String(side - 4)}px ${family}`
  context.textBaseline = 'top'
  const look = (character: string): string => {
    context.clearRect(0, 0, side, side)
    context.fillText(character, 0, 0)
    return context.getImageData(0, 0, side, side).data.join()
  }
  const nothing = look(glyphless)
  return candidates.filter((character) => look(character) === nothing)
}
