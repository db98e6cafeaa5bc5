/** So many touches within so long are nobody's slip of the hand. */
const knocks = 5
const withinMs = 3000

/** 隐藏入口: tells when the same place is touched five times within three seconds. */
export function useHiddenKnock(opened: () => void): { readonly knock: () => void } {
  let times: number[] = []
  return {
    knock() {
      const now = performance.now()
      times = [...times.filter((at) => now - at < withinMs), now]
      if (times.length < knocks) return
      times = []
      opened()
    },
  }
}
