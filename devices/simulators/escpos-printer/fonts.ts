import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { GlobalFonts } from '@napi-rs/canvas'

const systemFamilies = [
  'Noto Sans CJK SC',
  'Source Han Sans SC',
  'Source Han Sans CN',
  'WenQuanYi Zen Hei',
  'WenQuanYi Micro Hei',
  'Noto Sans SC',
]

let chosen: string | null = null

/** The CSS font family with Chinese characters: the system's, else the web font that the screens use. */
export function chineseFontFamily(): string {
  chosen ??=
    quote(systemFamilies.find((family) => GlobalFonts.has(family))) ?? registerWebFont() ?? 'sans-serif'
  return chosen
}

function quote(family: string | undefined): string | null {
  return family === undefined ? null : `"${family}"`
}

/** The web font comes in a hundred slices of the character set; each becomes a family, all of them the fallback. */
function registerWebFont(): string | null {
  const require = createRequire(import.meta.url)
  const folder = join(dirname(require.resolve('@fontsource-variable/noto-sans-sc/package.json')), 'files')
  if (!existsSync(folder)) return null
  const families = readdirSync(folder)
    .filter((file) => file.endsWith('-wght-normal.woff2'))
    .map((file, index) => {
      const family = `receipt-slice-${String(index)}`
      return GlobalFonts.registerFromPath(join(folder, file), family) === null ? null : `"${family}"`
    })
    .filter((family) => family !== null)
  return families.length === 0 ? null : families.join(', ')
}
