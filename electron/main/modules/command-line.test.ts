import { describe, expect, it } from 'vitest'
import { refusedSwitch } from './command-line.ts'

const given =
  (...names: string[]) =>
  (name: string): boolean =>
    names.includes(name)

describe('the command line of the packed program', () => {
  it('may name a configuration and a profile', () => {
    expect(refusedSwitch(given('config', 'user-data-dir', 'lang'))).toBeNull()
  })

  // Electron itself appends this one to whatever a person gave: refusing it would end every start.
  it('may say what Electron says', () => {
    expect(refusedSwitch(given('allow-file-access-from-files'))).toBeNull()
  })

  it.each(['remote-debugging-port', 'disable-web-security', 'js-flags', 'renderer-cmd-prefix'])(
    'may not say --%s',
    (name) => {
      expect(refusedSwitch(given('config', name))).toBe(name)
    },
  )
})
