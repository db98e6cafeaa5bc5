import { describe, expect, it } from 'vitest'
import { isBrowserShortcut } from './browser-shortcuts.ts'

function press(text: string): Parameters<typeof isBrowserShortcut>[0] {
  const parts = text.split('+')
  const held = (name: string): boolean => parts.slice(0, -1).includes(name)
  const key = parts.at(-1) ?? ''
  return { key, control: held('Ctrl'), meta: held('Meta'), alt: held('Alt'), shift: held('Shift') }
}

describe('a key press', () => {
  it.each([
    ...['F5', 'F11', 'F12', 'Ctrl+r', 'Ctrl+p', 'Ctrl+s', 'Ctrl+o', 'Ctrl+n', 'Ctrl+w', 'Ctrl+q', 'Meta+p'],
    ...['Ctrl+Shift+I', 'Ctrl+Shift+J', 'Ctrl+Shift+C', 'Ctrl+Shift+R', 'Ctrl+-', 'Ctrl+=', 'Ctrl+0'],
    ...[
      'Alt+F4',
      'Ctrl+F4',
      'Alt+ArrowLeft',
      'Alt+Home',
      'Alt+ ',
      'BrowserBack',
      'BrowserHome',
      'LaunchMail',
    ],
  ])('%s is the browser’s and does nothing', (text) => {
    expect(isBrowserShortcut(press(text))).toBe(true)
  })

  it.each([
    ...[
      'F1',
      'F4',
      'F8',
      'F9',
      'Shift+F8',
      'Alt+d',
      'Alt+1',
      'Ctrl+k',
      'Ctrl+Enter',
      'Tab',
      'Enter',
      'r',
      '?',
    ],
    ...['Ctrl+a', 'Ctrl+c', 'Ctrl+v', 'Ctrl+x', 'Ctrl+z', 'ArrowLeft', 'Home', ' '],
  ])('%s is the person’s', (text) => {
    expect(isBrowserShortcut(press(text))).toBe(false)
  })
})
