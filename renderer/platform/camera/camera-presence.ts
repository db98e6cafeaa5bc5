import { computed, type ComputedRef, onBeforeUnmount, onMounted, shallowRef } from 'vue'

/** How many cameras hang on this machine, as they come and go; looks at the list only, never through a camera. */
export function useCameraPresence(): { readonly count: ComputedRef<number> } {
  const count = shallowRef(0)
  // A page without a secure origin has no such list.
  const devices = navigator.mediaDevices as MediaDevices | undefined

  async function look(): Promise<void> {
    const found = (await devices?.enumerateDevices().catch(() => [])) ?? []
    count.value = found.filter(({ kind }) => kind === 'videoinput').length
  }

  onMounted(() => {
    void look()
    devices?.addEventListener('devicechange', look)
  })
  onBeforeUnmount(() => devices?.removeEventListener('devicechange', look))
  return { count: computed(() => count.value) }
}
