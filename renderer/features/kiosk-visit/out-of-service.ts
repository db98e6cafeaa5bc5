import { type DeviceKind, type DeviceSnapshot, isUsable } from '#devices/contract'

/** Why a kiosk takes nobody now. */
export type OutOfService =
  /** The local store cannot keep anything: damaged, frozen, or its disk is full. */
  | { readonly kind: 'store'; readonly error: unknown }
  /** A device is missing that every visit needs. */
  | { readonly kind: 'device'; readonly device: DeviceKind; readonly trouble: DeviceTrouble }

/** What a citizen may be told of a device: that its paper is used up, or only that it does not work. */
export type DeviceTrouble = 'paper' | 'fault'

/** A device that is on its way up for the first time is not missing yet. */
function isAwaited({ state }: DeviceSnapshot): boolean {
  return (
    state.status === 'busy' ||
    state.status === 'absent' ||
    (state.status === 'starting' && state.again !== true)
  )
}

/**
 * What is missing of what a visit needs, the first of it; null where all is there.
 * @param needs kinds of which one has to be usable
 * @param snapshots null while the devices are not known yet
 */
export function missingDevice(
  needs: readonly DeviceKind[],
  snapshots: readonly DeviceSnapshot[] | null,
): Extract<OutOfService, { kind: 'device' }> | null {
  if (snapshots === null) return null
  for (const device of needs) {
    const there = snapshots.filter(({ kind }) => kind === device)
    if (there.some((one) => isUsable(one.state) || isAwaited(one))) continue
    const outOfPaper = there.some(
      ({ state }) => state.status === 'needs-attention' && state.reason === 'paper-out',
    )
    return { kind: 'device', device, trouble: outOfPaper ? 'paper' : 'fault' }
  }
  return null
}
