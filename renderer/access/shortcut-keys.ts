/** A chord, taken apart. `key` is what `KeyboardEvent.key` says, letters in lower case. */
export interface Chord {
  readonly key: string
  readonly ctrl: boolean
  readonly alt: boolean
  readonly shift: boolean
}

/** The part of a KeyboardEvent that decides. */
export type PressedKeys = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>

/**
 * Reads a shortcut as it is shown to people: `F8`, `Shift+F8`, `Ctrl+K`, `Alt+1`, `?`.
 * @throws Error for an unknown modifier, which is a fault of the program.
 */
export function parseShortcut(text: string): Chord {
  const parts = text.split('+').map((part) => part.trim())
  const key = parts.pop() ?? ''
  for (const part of parts) {
    if (!['Ctrl', 'Alt', 'Shift'].includes(part)) throw new Error(`unknown modifier ${part} in ${text}`)
  }
  return {
    key: key.length === 1 ? key.toLowerCase() : key,
    ctrl: parts.includes('Ctrl'),
    alt: parts.includes('Alt'),
    shift: parts.includes('Shift'),
  }
}

/** Whether the keys pressed are this chord. Punctuation stands for itself, with whatever Shift its layout needs. */
export function matches(chord: Chord, pressed: PressedKeys): boolean {
  if (pressed.metaKey || pressed.ctrlKey !== chord.ctrl || pressed.altKey !== chord.alt) return false
  const punctuation = chord.key.length === 1 && !/[a-z0-9]/.test(chord.key)
  if (!punctuation && pressed.shiftKey !== chord.shift) return false
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key
  // With Alt some layouts give another character; the key's place is then meant.
  const place = /^(?:Digit|Numpad|Key)([0-9A-Z])$/.exec(pressed.code)?.[1]?.toLowerCase()
  return key === chord.key || (chord.alt && place === chord.key)
}

/** Whether the chord would also be typed text, so that it must stay out of text fields. */
export function isTyping(chord: Chord): boolean {
  return chord.key.length === 1 && !chord.ctrl && !chord.alt
}
