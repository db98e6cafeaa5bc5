/**
 * Switches that open the program to whoever asks, or take down a wall that this folder builds. Fuses shut Node's own; these
 * are Chromium's, and a shortcut on the desktop is enough to give them. `allow-file-access-from-files` is not among them:
 * Electron gives it to every program itself, and no page of ours gets at a `file:` address (lockdown.ts).
 */
const refusedSwitches = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-allow-origins',
  'disable-web-security',
  'unsafely-treat-insecure-origin-as-secure',
  'ignore-certificate-errors',
  'load-extension',
  'js-flags',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  'browser-subprocess-path',
] as const

/** The first switch for which the packed program does not start; null when there is none. */
export function refusedSwitch(isGiven: (name: string) => boolean): string | null {
  return refusedSwitches.find(isGiven) ?? null
}
