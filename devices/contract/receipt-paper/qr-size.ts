import { columnDots } from './geometry.ts'

/** Bytes that versions 1 to 40 hold at error correction M (ISO/IEC 18004, table 7). */
const capacityM = [
  14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666, 711, 779,
  857, 911, 997, 1059, 1125, 1190, 1264, 1370, 1452, 1538, 1628, 1722, 1809, 1911, 1989, 2099, 2213, 2331,
]

/** Modules on a side of the smallest code that holds `data` as bytes at level M; text of digits may need fewer. */
export function qrModules(data: string): number {
  const bytes = new TextEncoder().encode(data).length
  const index = capacityM.findIndex((capacity) => bytes <= capacity)
  return 17 + 4 * (index < 0 ? capacityM.length : index + 1)
}

/** The wished side of a module, or less: a printer leaves out a code that is wider than its paper. */
export function fittingModule(data: string, wishedDots: number, columns: number): number {
  return Math.max(1, Math.min(wishedDots, Math.floor((columns * columnDots) / qrModules(data))))
}
