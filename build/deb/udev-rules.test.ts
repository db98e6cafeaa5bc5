import { describe, expect, it } from 'vitest'
import { fingerprints } from '#devices/runtime'
import { udevRules } from './udev-rules.ts'

const rules = udevRules(fingerprints).split('\n')
const rulesOf = (vendorId: number, productId: number): string[] => {
  const id = (value: number): string => value.toString(16).padStart(4, '0')
  return rules.filter((line) => line.includes(`"${id(vendorId)}"`) && line.includes(`"${id(productId)}"`))
}

describe('the rights that the package gives', () => {
  it('go to a group and never to everybody', () => {
    for (const line of rules.filter((rule) => rule.includes('MODE='))) {
      expect(line).toContain('GROUP="yichuang", MODE="0660"')
    }
  })

  it('are given for every known device that a driver of ours opens by its USB id, and for no other', () => {
    for (const { vendorId, productId, entry } of fingerprints) {
      const opened = /^(hid|usb):/.test(String(entry?.['transport'] ?? ''))
      const rights = rulesOf(vendorId, productId).filter((line) => line.includes('GROUP='))
      expect(rights, `${vendorId}:${productId}`).toHaveLength(opened ? 1 : 0)
    }
  })

  it('are given on the node that the driver opens', () => {
    expect(rulesOf(0x2b8b, 0x2721)).toEqual([expect.stringContaining('SUBSYSTEM=="hidraw"')])
    expect(rulesOf(0x0400, 0xc35a)).toEqual([expect.stringContaining('SUBSYSTEM=="usb"')])
  })

  it('leave serial lines behind a converter to the system, and keep its modem service off them', () => {
    expect(rulesOf(0x1a86, 0x7523)).toEqual([expect.stringMatching(/^SUBSYSTEM=="tty".*MM_DEVICE_IGNORE/)])
  })
})
