/** A shortcut as people read it (`Ctrl+K`) in the spelling of `aria-keyshortcuts` (`Control+K`). */
export function ariaKeys(shortcut: string): string {
  return shortcut
    .split('+')
    .map((key) => (key === 'Ctrl' ? 'Control' : key === '?' ? 'Shift+?' : key))
    .join('+')
}
