import { deviceKinds, type DeviceSnapshot, isUsable } from '#devices/contract'

/** The mark of one device. */
export function deviceMark({ state }: DeviceSnapshot): 'good' | 'waiting' | 'off' | 'problem' {
  switch (state.status) {
    case 'ready':
      return 'good'
    case 'busy':
    case 'starting':
      return 'waiting'
    case 'absent':
      return 'off'
    case 'needs-attention':
      return state.usable ? 'waiting' : 'problem'
    case 'failed':
      return 'problem'
  }
}

/** Devices that somebody has to see to, or that cannot be used. What is starting or busy is not among them. */
export function needAttention(snapshots: readonly DeviceSnapshot[]): DeviceSnapshot[] {
  return snapshots.filter(({ state }) => state.status === 'needs-attention' || state.status === 'failed')
}

/** By what they are to the hall: the same order always, so that nothing moves away from under a finger. */
export function inHallOrder(snapshots: readonly DeviceSnapshot[]): DeviceSnapshot[] {
  const place = ({ kind }: DeviceSnapshot): number => deviceKinds.indexOf(kind)
  return [...snapshots].sort((one, other) => place(one) - place(other) || one.id.localeCompare(other.id))
}

/** Those that somebody has to see to before all others: for a list that is read, not pressed. */
export function worstFirst(snapshots: readonly DeviceSnapshot[]): DeviceSnapshot[] {
  const ordered = inHallOrder(snapshots)
  const bad = needAttention(ordered)
  return [...bad, ...ordered.filter((snapshot) => !bad.includes(snapshot))]
}

/** Whether the program goes on looking for a failed device by itself. */
export function isRetried({ state }: DeviceSnapshot): boolean {
  return state.status === 'failed' && state.error.code !== 'device.set-aside'
}

/** Whether this change is worth a word: a device went out of use, came back, or its reason changed. */
export function isNews(before: DeviceSnapshot | undefined, after: DeviceSnapshot): 'bad' | 'good' | null {
  const wasBad = before !== undefined && needAttention([before]).length > 0
  const isBad = needAttention([after]).length > 0
  if (isBad) {
    const same =
      before?.state.status === after.state.status &&
      (after.state.status !== 'needs-attention' ||
        (before.state.status === 'needs-attention' && before.state.reason === after.state.reason))
    return same ? null : 'bad'
  }
  return wasBad && isUsable(after.state) ? 'good' : null
}
