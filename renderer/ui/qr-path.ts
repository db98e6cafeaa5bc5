/** SVG path of a matrix's dark modules, one rectangle a run, so that a code is one small path. */
export function qrPath(side: number, isDark: (x: number, y: number) => boolean): string {
  let path = ''
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (!isDark(x, y)) continue
      const start = x
      while (x + 1 < side && isDark(x + 1, y)) x++
      path += `M${String(start)} ${String(y)}h${String(x - start + 1)}v1H${String(start)}z`
    }
  }
  return path
}
