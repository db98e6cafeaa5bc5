/**
 * Switches one relay of an LCUS board: A0, relay, state, sum of the three (devices.md G, one source:
 * A0 01 01 A2 on, A0 01 00 A1 off).
 * @param relay from 1
 */
export function encodeSwitch(relay: number, on: boolean): Uint8Array {
  const state = on ? 1 : 0
  return Uint8Array.of(0xa0, relay, state, (0xa0 + relay + state) & 0xff)
}
