import type { Fingerprint } from '#devices/runtime'

const hex = (id: number): string => id.toString(16).padStart(4, '0')

/**
 * The udev rules for the devices that the program knows by their USB ids. Rights go to one group and only for what a driver
 * of ours opens: a device that nothing drives stays as it is, and what hangs behind a converter is a serial line like
 * any other, which the system's own group (dialout) has.
 */
export function udevRules(fingerprints: readonly Fingerprint[]): string {
  const lines = fingerprints.flatMap((one) => {
    const rule = ruleFor(one)
    return rule === null ? [] : [`# ${one.name}`, rule]
  })
  return [
    '# Made from the device fingerprints of the program (devices/runtime/discovery/fingerprints.ts).',
    'ACTION=="remove", GOTO="yichuang_end"',
    ...lines,
    'LABEL="yichuang_end"',
    '',
  ].join('\n')
}

function ruleFor({ vendorId, productId, confidence, entry }: Fingerprint): string | null {
  const ids = (attribute: 'ATTR' | 'ATTRS'): string =>
    `${attribute}{idVendor}=="${hex(vendorId)}", ${attribute}{idProduct}=="${hex(productId)}"`
  // The system's modem service would send commands to a till or a lamp to see whether it is a modem.
  if (confidence === 'converter') return `SUBSYSTEM=="tty", ${ids('ATTRS')}, ENV{ID_MM_DEVICE_IGNORE}="1"`
  const rights = 'GROUP="yichuang", MODE="0660"'
  const transport = typeof entry?.['transport'] === 'string' ? entry['transport'] : ''
  if (transport.startsWith('hid:')) return `SUBSYSTEM=="hidraw", ${ids('ATTRS')}, ${rights}`
  if (transport.startsWith('usb:')) {
    return `SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ${ids('ATTR')}, ${rights}`
  }
  return null
}
