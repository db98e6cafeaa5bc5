/** Codes that the main process itself gives, with whether the same call may succeed later. Devices bring their own. */
export const shellErrorCodes = {
  /** The call did not come from this program's own page. */
  'shell.refused-sender': false,
  /** The argument does not have the channel's shape. */
  'shell.bad-arguments': false,
  /** A fault of this program. */
  'shell.internal': false,
  'session.unknown-operator': false,
  'session.wrong-password': false,
  /** Too many wrong passwords; the message says for how many seconds. */
  'session.locked-out': true,
  'session.signed-out': false,
  /** The signed-in operator's role does not have the right. */
  'session.no-right': false,
  /** 双人确认: the second person is the first. */
  'session.same-person': false,
  /** Only for a technician or an administrator. */
  'session.not-technician': false,
  'session.not-kiosk': false,
  /** Not while somebody is signed in. */
  'session.still-on': false,
  /** There is no `terminal.yaml`: the machine is no terminal yet. */
  'setup.needed': false,
  /** There is one, and nothing more to set up. */
  'setup.over': false,
  /** Something answers at the address that is no hub. */
  'setup.not-a-hub': true,
  'keys.unavailable': false,
  /** There are too many root keys of before: what is under them must be written anew first. */
  'keys.rotating': true,
  'packet.not-found': false,
  /** The packet does not verify: it was changed or torn. */
  'packet.damaged': false,
  /** The header names another intake, number or terminal than this one. */
  'packet.mismatch': false,
  /** The hub already has it: it may not be taken back. */
  'packet.acknowledged': false,
  /** The stick has no room for the next packet. */
  'carry.medium-full': true,
  /** It was pulled out, is locked, or gives back other bytes than were written. */
  'carry.medium-failed': true,
  /** There are packets that the hub does not have. */
  'wipe.undelivered': true,
  'storage.disk-low': true,
  'storage.disk-full': true,
  'storage.write-failed': true,
  'hub.unreachable': true,
  /** Who answers is not vouched for by the authority that this terminal knows. */
  'hub.certificate-unknown': true,
  /** The hub's certificate is over, or not begun, by this machine's clock. */
  'hub.certificate-expired': true,
  /** The certificate is of another host than the configured one. */
  'hub.certificate-wrong-host': true,
  'hub.cancelled': true,
  'device.host-lost': true,
  /** The page that draws A4 forms did not draw one. */
  'paper.not-drawn': true,
} as const

export type ShellErrorCode = keyof typeof shellErrorCodes
