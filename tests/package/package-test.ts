import type { Hall } from '#build/hall'
import type { DebianRoom } from './debian-room.ts'
import type { RoomTerminal } from './room-terminal.ts'

/** What the steps of the test of a package share. */
export interface PackageTest {
  readonly room: DebianRoom
  readonly hall: Hall
  readonly terminal: RoomTerminal
  /** The same program under two versions. */
  readonly older: { readonly version: string; readonly deb: string }
  readonly newer: { readonly version: string; readonly deb: string }
  /** Receipt numbers that the screen confirmed, and the hub's line was cut. */
  readonly taken: string[]
}

/** One thing that an administrator or a clerk does, and what must be so afterwards. It throws when it is not. */
export interface PackageStep {
  readonly title: string
  readonly run: (test: PackageTest) => Promise<void>
}
