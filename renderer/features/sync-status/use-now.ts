import { onBeforeUnmount, ref, type Ref } from 'vue'

/** The time of day, renewed often enough for ages in minutes. */
export function useNow(everyMs = 20_000): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), everyMs)
  onBeforeUnmount(() => clearInterval(timer))
  return now
}
