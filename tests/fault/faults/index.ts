import { clock } from './clock.ts'
import { disk } from './disk.ts'
import type { FaultKind } from './fault.ts'
import { hub } from './hub.ts'
import { kill } from './kill.ts'
import { net } from './net.ts'
import { power } from './power.ts'

export type { Fault, FaultKind } from './fault.ts'

/** Every kind by the name that `--only` takes. */
export const faultKinds = { kill, power, disk, net, clock, hub } satisfies Record<string, FaultKind>
export type FaultName = keyof typeof faultKinds

/** How often each is drawn, against the others. */
export const shares: Readonly<Record<FaultName, number>> = {
  kill: 30,
  net: 30,
  hub: 14,
  power: 10,
  disk: 10,
  clock: 6,
}
