import { createI18n } from 'vue-i18n'
import { zhCN } from './zh-CN/index.ts'

/** The application's messages; a key that is missing is a fault that development must see. */
export function createMessages() {
  return createI18n({
    legacy: false,
    locale: 'zh-CN',
    fallbackLocale: 'zh-CN',
    messages: { 'zh-CN': zhCN },
    missing: (_locale, key) => {
      if (import.meta.env.DEV) throw new Error(`no message ${key}`)
      return key
    },
  })
}
