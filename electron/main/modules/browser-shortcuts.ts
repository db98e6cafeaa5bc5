/** A key press, as far as it is looked at; Electron's `Input` is one. */
export interface KeyPress {
  readonly key: string
  readonly control: boolean
  readonly meta: boolean
  readonly alt: boolean
  readonly shift: boolean
}

const withCommand = new Set('rpsuwontjhqldfg+-=0'.split(''))
const withCommandAndShift = new Set('icjrbnmt'.split(''))
const alone = new Set([
  'f5',
  'f11',
  'f12',
  'browserback',
  'browserforward',
  'browserhome',
  'browserrefresh',
  'browsersearch',
  'browserfavorites',
  'launchmail',
  'launchapplication1',
  'launchapplication2',
])
const withAlt = new Set(['arrowleft', 'arrowright', 'home', 'f4', ' '])

/**
 * Shortcuts of the browser inside, and of a window's frame, that a terminal must not have: reload, zoom by accident,
 * developer tools, print, back, close.
 */
export function isBrowserShortcut({ key: pressed, control, meta, alt, shift }: KeyPress): boolean {
  const key = pressed.toLowerCase()
  const command = control || meta
  if (alone.has(key)) return true
  if (alt && withAlt.has(key)) return true
  if (command && (withCommand.has(key) || key === 'f4')) return true
  return command && shift && withCommandAndShift.has(key)
}
