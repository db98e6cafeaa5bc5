import { final } from './facts.ts'

/** 状态灯. */
export const statusLight = {
  /** The board refuses: no such relay, or a board of another kind. */
  'light.refused': final,
  /** The configuration names no relay for this colour. */
  'light.no-such-colour': final,
} as const
