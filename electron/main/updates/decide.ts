import type { Manifest, Release, Ring } from './manifest.ts'
import { compareVersions } from './version.ts'

/** What a terminal knows of itself when it looks at a manifest. */
export interface Standing {
  readonly installed: string
  readonly arch: Release['packages'][number]['arch']
  readonly ring: Ring
  readonly now: Date
  /** The highest serial that it has believed so far; 0 before the first. */
  readonly seenSerial: number
  /** Versions that could not start here: not tried again. */
  readonly failed: readonly string[]
}

/** Why nothing is offered. The first that holds of the newest release is told. */
export type Refusal =
  | 'manifest-older-than-seen'
  | 'manifest-out-of-date'
  | 'up-to-date'
  | 'withdrawn'
  | 'failed-here'
  | 'no-package-for-this-machine'
  | 'not-yet-in-this-ring'
  | 'installed-too-old'

export type Decision =
  { readonly offer: Release; readonly pack: Release['packages'][number] } | { readonly refusal: Refusal }

/**
 * Which release a terminal goes to next. Always a newer one, never one that its ring is not offered yet, never across more than a
 * release's `from` allows: then the newest that is within reach is a stepping stone.
 */
export function decide(manifest: Manifest, standing: Standing): Decision {
  if (manifest.serial < standing.seenSerial) return { refusal: 'manifest-older-than-seen' }
  if (standing.now.getTime() > Date.parse(manifest.validUntil)) return { refusal: 'manifest-out-of-date' }
  const newestFirst = manifest.releases
    .filter(({ version }) => compareVersions(version, standing.installed) > 0)
    .sort((a, b) => compareVersions(b.version, a.version))
  let first: Refusal | null = null
  for (const release of newestFirst) {
    const pack = release.packages.find(({ arch }) => arch === standing.arch)
    const refusal = refusalOf(release, pack !== undefined, standing)
    if (refusal === null && pack !== undefined) return { offer: release, pack }
    first ??= refusal
  }
  return { refusal: first ?? 'up-to-date' }
}

function refusalOf(release: Release, hasPack: boolean, standing: Standing): Refusal | null {
  if (release.isWithdrawn) return 'withdrawn'
  if (standing.failed.includes(release.version)) return 'failed-here'
  if (!hasPack) return 'no-package-for-this-machine'
  if (standing.now.getTime() < Date.parse(release.offered[standing.ring])) return 'not-yet-in-this-ring'
  if (compareVersions(standing.installed, release.from) < 0) return 'installed-too-old'
  return null
}

/** What goes on at the terminal. */
export interface Doings {
  readonly isSignedIn: boolean
  /** A visit at a kiosk, from the first touch to the empty screen. */
  readonly isVisited: boolean
  readonly secondsSinceLastTouch: number
  /** Intakes of which the screen does not say 已保存 yet. */
  readonly unsaved: number
  /** Requests that are on their way to the hub. */
  readonly inFlight: number
  /** Intakes that wait for the hub, and those of them whose packet verifies on this disk. */
  readonly waiting: number
  readonly waitingAndSealed: number
}

/** So long nobody may have touched it. */
export const quietSeconds = 300

/** Whether the program may be ended now: nobody is served, and all that waits is safe on the disk. */
export function isGoodMoment(doings: Doings): boolean {
  return (
    !doings.isSignedIn &&
    !doings.isVisited &&
    doings.secondsSinceLastTouch >= quietSeconds &&
    doings.unsaved === 0 &&
    doings.inFlight === 0 &&
    doings.waitingAndSealed === doings.waiting
  )
}
