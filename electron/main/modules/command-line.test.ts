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

  it.each(['remote-debugging-port', 'disable-web-security', 'js-flags', 'renderer-cmd-prefix'])(
    'may not say --%s',
    (name) => {
      expect(refusedSwitch(given('config', name))).toBe(name)
    },
  )
})
