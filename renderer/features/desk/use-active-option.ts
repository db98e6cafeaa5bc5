import { computed, ref, type Ref, watch } from 'vue'

/** The marked line of a result list that the search box moves with the arrow keys; it wraps around. */
export function useActiveOption<T>(options: () => readonly T[]): {
  index: Ref<number>
  active: Readonly<Ref<T | undefined>>
  move: (step: 1 | -1) => void
} {
  const index = ref(0)
  watch(options, () => (index.value = 0))
  return {
    index,
    active: computed(() => options()[index.value]),
    move: (step) => {
      const count = options().length
      if (count > 0) index.value = (index.value + step + count) % count
    },
  }
}
