import { describe, expect, it } from 'vitest'
import { isTyping, matches, parseShortcut, type PressedKeys } from './shortcut-keys.ts'

function press(key: string, changes: Partial<PressedKeys> = {}): PressedKeys {
  return { key, code: '', ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...changes }
}
const hit = (shortcut: string, pressed: PressedKeys): boolean => matches(parseShortcut(shortcut), pressed)

describe('shortcuts', () => {
  it('tell F8 from Shift+F8', () => {
    expect(hit('F8', press('F8'))).toBe(true)
    expect(hit('F8', press('F8', { shiftKey: true }))).toBe(false)
    expect(hit('Shift+F8', press('F8', { shiftKey: true }))).toBe(true)
    expect(hit('Shift+F8', press('F8'))).toBe(false)
  })

  it('take Ctrl+K with caps lock on as well', () => {
    expect(hit('Ctrl+K', press('k', { ctrlKey: true }))).toBe(true)
    expect(hit('Ctrl+K', press('K', { ctrlKey: true }))).toBe(true)
    expect(hit('Ctrl+K', press('k'))).toBe(false)
  })

  it('find Alt+1 by its place where Alt types another character', () => {
    expect(hit('Alt+1', press('1', { altKey: true }))).toBe(true)
    expect(hit('Alt+1', press('¡', { altKey: true, code: 'Digit1' }))).toBe(true)
    expect(hit('Alt+1', press('2', { altKey: true, code: 'Digit2' }))).toBe(false)
  })

  it('take the question mark with the Shift that types it', () => {
    expect(hit('?', press('?', { shiftKey: true, code: 'Slash' }))).toBe(true)
    expect(hit('?', press('?'))).toBe(true)
  })

  it('stay out of text fields when they are typed text', () => {
    expect(isTyping(parseShortcut('?'))).toBe(true)
    expect(isTyping(parseShortcut('1'))).toBe(true)
    expect(isTyping(parseShortcut('F2'))).toBe(false)
    expect(isTyping(parseShortcut('Ctrl+K'))).toBe(false)
  })

  it('refuse a modifier that does not exist', () => {
    expect(() => parseShortcut('Cmd+K')).toThrow('Cmd')
  })
})
