import { describe, expect, it } from 'vitest'
import { nodeComplaint } from '../node-version.mjs'
import { debianPackages, installCommand, missingFrom } from './debian-packages.ts'
import { planSetup, type Machine } from './plan.ts'

const debianUser: Machine = {
  platform: 'linux',
  debian: true,
  missing: ['socat', 'sane-utils'],
  missingPrograms: [],
  root: false,
  sudo: false,
}

describe('setting up a machine', () => {
  it('tells a user who may not install the exact command', () => {
    const plan = planSetup(debianUser)
    expect(plan).toMatchObject({ step: 'tell', fatal: true })
    expect(plan.step === 'tell' && plan.sentence).toContain(
      'sudo apt-get install --no-install-recommends socat sane-utils',
    )
    expect(installCommand(['socat', 'sane-utils'])).toMatch(/^sudo apt-get install /)
  })

  it('installs by itself as root, and through sudo where that asks for nothing', () => {
    expect(planSetup({ ...debianUser, root: true })).toEqual({
      step: 'install',
      prefix: [],
      packages: ['socat', 'sane-utils'],
    })
    expect(planSetup({ ...debianUser, sudo: true })).toMatchObject({ prefix: ['sudo', '-n'] })
  })

  it('does nothing when all is there, or the system is not Linux', () => {
    expect(planSetup({ ...debianUser, missing: [] })).toEqual({ step: 'nothing' })
    expect(planSetup({ ...debianUser, platform: 'darwin', debian: false })).toEqual({ step: 'nothing' })
  })

  it('names the programs on a Linux without dpkg', () => {
    const plan = planSetup({ ...debianUser, debian: false, missing: [], missingPrograms: ['Xvfb', 'socat'] })
    expect(plan.step === 'tell' && plan.sentence).toContain('Xvfb, socat')
  })

  it('counts a package as installed only when it is configured, and under the name that another provides', () => {
    const listing = [
      'ii \tsocat\t',
      'rc \txvfb\t',
      'ii \tlibgtk-3-0t64\tlibgtk-3-0 (= 3.24.41-4), libgtk-3-0-bin',
    ].join('\n')
    expect(missingFrom(['socat', 'xvfb', 'libgtk-3-0', 'xauth'], listing)).toEqual(['xvfb', 'xauth'])
    expect(missingFrom(debianPackages, '')).toEqual([...debianPackages])
  })
})

describe('the Node that runs the commands', () => {
  it.each(['20.19.0', '20.20.1', '22.0.0', '24.3.0'])('accepts %s', (version) => {
    expect(nodeComplaint(version)).toBeUndefined()
  })

  it.each(['18.20.4', '20.18.9', '19.99.0'])('refuses %s and says what is needed', (version) => {
    expect(nodeComplaint(version)).toMatch(new RegExp(`Node ${version} is too old.*20\\.19\\.0`))
  })
})
