import { defineStore } from 'pinia'
import { ref, watch } from 'vue'

/**
 * 大字 and 高对比度: how the screens are shown to the person before them. Kept until sign-out, across a reload of the
 * page; never taken over by the next operator.
 */
export const useAccessModes = defineStore('access-modes', () => {
  const large = ref(sessionStorage.getItem('large') === 'yes')
  const contrast = ref(sessionStorage.getItem('contrast') === 'yes')

  watch(
    [large, contrast],
    () => {
      const { dataset } = document.documentElement
      if (large.value) dataset['access'] = 'large'
      else delete dataset['access']
      if (contrast.value) dataset['scheme'] = 'contrast'
      else delete dataset['scheme']
      sessionStorage.setItem('large', large.value ? 'yes' : 'no')
      sessionStorage.setItem('contrast', contrast.value ? 'yes' : 'no')
    },
    { immediate: true, flush: 'sync' },
  )

  /** Back to the terminal's own way, for whoever comes next. */
  function reset(): void {
    large.value = false
    contrast.value = false
  }

  return { large, contrast, reset }
})
