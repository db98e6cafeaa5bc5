import type { StoreKeys } from '#shell/contract'
import type { PacketHeader, PacketOpener } from '#sync/packet'

/** What opens a sealed packet here: the key that its header names, be it of a root of before a rotation. */
export function terminalOpener(
  { keyId, packetKey, packetKeys }: Pick<StoreKeys, 'keyId' | 'packetKey' | 'packetKeys'>,
  { keys }: Pick<PacketHeader, 'keys'>,
): PacketOpener {
  const current = { keyId, key: packetKey }
  const named = (one: { keyId: string }): boolean =>
    keys.some((entry) => entry.recipient === 'terminal' && entry.keyId === one.keyId)
  return { as: 'terminal', key: [current, ...packetKeys].find(named) ?? current }
}
