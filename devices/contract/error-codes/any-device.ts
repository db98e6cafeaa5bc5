import { again, final } from './facts.ts'

/** Codes that any device can give. */
export const anyDevice = {
  /** No device of that id or kind is in the configuration. */
  'device.not-configured': final,
  /** The device's adapter does not offer this operation. */
  'device.unsupported-operation': final,
  /** The input does not fit the operation's schema. */
  'device.invalid-request': final,
  /** The port, address or program cannot be opened. */
  'device.open-failed': again,
  /** The operating system refuses access to the port. */
  'device.permission-denied': final,
  /** The link broke: cable pulled, power lost, peer closed. */
  'device.disconnected': again,
  /** The device did not answer in time. */
  'device.timeout': again,
  /** The device answered with something that its protocol does not know, more often than line noise explains. */
  'device.protocol': again,
  /** The caller called the operation off. */
  'device.cancelled': again,
  /** The runtime is stopping or stopped. */
  'device.stopped': final,
  /** The configuration says that this port is another device's: nothing is sent to it on a guess. */
  'device.port-claimed': final,
  /** Its driver has crashed the device host again and again; it rests until somebody wants it tried again. */
  'device.set-aside': final,
  /** The certificate of a device behind TLS is not the one that the configuration names, or nobody vouches for it. */
  'device.certificate': final,
  /** A fault of this program. */
  'device.internal': final,
} as const
