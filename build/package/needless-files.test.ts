import { describe, expect, it } from 'vitest'
import { needlessFiles } from './needless-files.ts'

describe('what is not packed', () => {
  const left = needlessFiles('linux', 'x64')

  it('has the native modules of other machines', () => {
    expect(left).toContain('!node_modules/node-hid/prebuilds/HID-win32-x64')
    expect(left).toContain('!node_modules/@serialport/bindings-cpp/prebuilds/linux-arm64')
  })

  it('has none that this machine loads', () => {
    expect(left).not.toContain('!node_modules/node-hid/prebuilds/HID_hidraw-linux-x64')
    expect(left).not.toContain('!node_modules/@serialport/bindings-cpp/prebuilds/linux-x64')
  })

  it('has a mac’s one module for both of its kinds where it is for neither', () => {
    const mac = '!node_modules/@serialport/bindings-cpp/prebuilds/darwin-x64+arm64'
    expect(left).toContain(mac)
    expect(needlessFiles('darwin', 'arm64')).not.toContain(mac)
  })
})
