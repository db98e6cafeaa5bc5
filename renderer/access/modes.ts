import { defineStore } from 'pinia'
import { ref, watch } from 'vue'

/** The colours of the screens: ordinary, 白底黑字 or 黑底白字. */
export const schemes = ['ordinary', 'contrast', 'contrast-dark'] as const

/** See {@link schemes}. */
export type Scheme = (typeof schemes)[number]

function keptScheme(): Scheme {
  const kept = sessionStorage.getItem('scheme')
  return schemes.find((scheme) => scheme === kept) ?? 'ordinary'
}

/**
 * 大字 and 高对比度: how the screens are shown to the person before them. Kept until sign-out, across a reload of the
 * page; never taken over by the next operator.
 */
export const useAccessModes = defineStore('access-modes', () => {
  const large = ref(sessionStorage.getItem('large') === 'yes')
  const scheme = ref<Scheme>(keptScheme())

  watch(
    [large, scheme],
    () => {
      const { dataset } = document.documentElement
      if (large.value) dataset['access'] = 'large'
      else delete dataset['access']
      if (scheme.value === 'ordinary') delete dataset['scheme']
      else dataset['scheme'] = scheme.value
      sessionStorage.setItem('large', large.value ? 'yes' : 'no')
      sessionStorage.setItem('scheme', scheme.value)
    },
    { immediate: true, flush: 'sync' },
  )

  /** 标准 → 白底黑字 → 黑底白字, and round again: one key and one button reach all. */
  function nextScheme(): void {
    scheme.value = schemes[(schemes.indexOf(scheme.value) + 1) % schemes.length] ?? 'ordinary'
  }

  /** The terminal's own way of showing: large at a kiosk. */
  let ownLarge = false
  function beginWith(own: { readonly large: boolean }): void {
    ownLarge = own.large
    large.value = own.large
  }

  /** Back to the terminal's own way, for whoever comes next. */
  function reset(): void {
    large.value = ownLarge
    scheme.value = 'ordinary'
  }

  return { large, scheme, nextScheme, beginWith, reset }
})
