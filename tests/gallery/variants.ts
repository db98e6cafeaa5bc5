/** Sizes of screens that stand in halls: an old small one, the commonest at windows, a kiosk on its end. */
export const sizes = {
  '1024x600': { width: 1024, height: 600 },
  '1366x768': { width: 1366, height: 768 },
  '1080x1920': { width: 1080, height: 1920 },
} as const

/** How the screens are shown, as `<html>` says it. */
export const looks = {
  normal: {},
  large: { access: 'large' },
  contrast: { scheme: 'contrast' },
  'contrast-dark': { scheme: 'contrast-dark' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>

/** 综合窗口 / 自助终端 / 便民服务站, as `terminal.yaml` says it. */
export const modes = ['window', 'kiosk', 'station'] as const

/** What goes on around the terminal. */
export const conditions = ['online', 'offline', 'fault'] as const

/** Name of one of {@link sizes}. */
export type Size = keyof typeof sizes
/** Name of one of {@link looks}. */
export type Look = keyof typeof looks
/** One of {@link conditions}. */
export type Condition = (typeof conditions)[number]

/** One of {@link modes}. */
export type Mode = (typeof modes)[number]

/** Which pictures of a screen are made. */
export interface Plan {
  readonly modes: readonly Mode[]
  /** Words that a screen's id must begin with, one of them; all screens where empty. */
  readonly screens: readonly string[]
  readonly sizes: readonly Size[]
  readonly looks: readonly Look[]
  readonly conditions: readonly Condition[]
}

/** One picture. */
export interface Variant {
  readonly mode: Mode
  readonly size: Size
  readonly look: Look
  readonly condition: Condition
}
