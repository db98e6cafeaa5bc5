import { describe, expect, it } from 'vitest'
import type { Component } from './components.ts'
import { isAccepted, licenceProblems } from './licence-policy.ts'

const component = (licence: string): Component => ({
  name: 'one',
  version: '1.0.0',
  licence,
  integrity: null,
  folder: null,
  packed: 'bundled',
})

describe('the licence policy', () => {
  it.each(['MIT', '(MIT OR X11)', 'WTFPL OR ISC', 'Apache-2.0 AND MIT', '(GPL-3.0-only OR MIT) AND ISC'])(
    'lets %s in',
    (licence) => {
      expect(isAccepted(licence)).toBe(true)
    },
  )

  it.each([
    'GPL-3.0-only',
    'AGPL-3.0-or-later',
    'Apache-2.0 AND LGPL-3.0-or-later',
    'MIT AND GPL-2.0-only',
    'SEE LICENSE IN LICENSE.md',
    'NOASSERTION',
    'MIT OR',
    '(MIT',
    '',
  ])('keeps %s out until somebody gives a reason', (licence) => {
    expect(licenceProblems([component(licence)])).toHaveLength(1)
  })
})
